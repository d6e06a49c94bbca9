package dev.understudy.gateway.command;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the jar's version and the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"understudy " + text() + ", Java " + Runtime.version()};
    }

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
