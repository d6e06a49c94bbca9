package dev.understudy.gateway.command;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the jar's version and the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "understudy " + (version == null ? "(not from a jar)" : version) + ", Java " + Runtime.version()
        };
    }
}
