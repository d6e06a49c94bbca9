package dev.understudy.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, as {@code 10.0.0.0/8}, {@code fd00::/8} or one address. */
public record Cidr(InetAddress network, int bits) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    public Cidr {
        int most = network.getAddress().length * 8;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("bits: " + bits + " (expected: 0.." + most + ")");
        }
    }

    /** Empty when the text is none; a range whose address has bits beyond the range's is none. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> network = Addresses.literal(slash < 0 ? text : text.substring(0, slash));
        if (network.isEmpty()
                || (slash >= 0 && !NUMBER.matcher(text.substring(slash + 1)).matches())) {
            return Optional.empty();
        }
        int most = network.get().getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        return bits > most
                ? Optional.empty()
                : Optional.of(new Cidr(network.get(), bits)).filter(Cidr::isNetwork);
    }

    /** An IPv4 address that came over IPv6 is given as IPv4 by Java, and looked for as that. */
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (bit(ours, bit) != bit(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNetwork() {
        byte[] address = network.getAddress();
        for (int bit = bits; bit < address.length * 8; bit++) {
            if (bit(address, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] address, int bit) {
        return address[bit / 8] >> (7 - bit % 8) & 1;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
