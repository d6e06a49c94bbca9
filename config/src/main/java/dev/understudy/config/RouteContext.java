package dev.understudy.config;

import java.util.Set;

/** What the parts of a route need to know of the file around them. */
record RouteContext(String routeName, Set<String> models, Identity identity) {

    Reader<String> model() {
        return Words.modelReference(models);
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
