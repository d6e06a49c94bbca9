package dev.understudy.gateway.testing;

/** One header line as it stood on the wire. */
public record Header(String name, String value) {}
