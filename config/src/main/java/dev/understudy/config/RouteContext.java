package dev.understudy.config;

/** What the parts of a route need to know of the file around them. */
record RouteContext(String routeName, ModelsBinder.Models models, Identity identity) {

    Reader<String> model() {
        return Words.modelReference(models.names());
    }

    /** Whether nobody says what a model's tokens cost; of one that was refused nothing is said. */
    boolean hasNoPrice(String model) {
        Model known = models.byName().get(model);
        return known != null && known.price().isEmpty();
    }

    /** Reports a unit for which no request would ever have a key. */
    void needsIdentity(UnitKind unit, Value place, String otherwise) {
        if (unit != UnitKind.REQUEST && identity.sources(unit).isEmpty()) {
            place.refuse(
                    "unit " + unit.yaml() + ", and identity." + unit.yaml() + " names no source: " + otherwise,
                    "identity: {" + unit.yaml() + ": [{header: …}]} at the top of the file");
        }
    }
}
