package org.pando.gossip.identity;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.wire.Uvarint;

/**
 * An address that says how it is to be used, {@code /ip4/192.0.2.1/tcp/4053/p2p/12D3KooW…}, in text
 * and in bytes (multiformats' multiaddr). One with a part whose code is unknown cannot be read at
 * all, since only the code tells how long the part is: such an address is dropped, not what it came
 * in.
 */
public final class Multiaddr {
  /** In bytes, and in characters. */
  private static final int MAX_LENGTH = 1024;

  private static final int MAX_PARTS = 16;
  private static final int MAX_CODE_BYTES = 4;

  private final List<Part> parts;
  private final byte[] bytes;

  /**
   * One {@code /name/value}.
   *
   * @param value as text; empty when the protocol has none
   */
  public record Part(AddressProtocol protocol, String value) {
    @Override
    public String toString() {
      return "/" + protocol.text() + (value.isEmpty() ? "" : "/" + value);
    }
  }

  private Multiaddr(List<Part> parts, byte[] bytes) {
    this.parts = List.copyOf(parts);
    this.bytes = bytes;
  }

  /**
   * @param text at most 1024 characters
   * @throws GossipException MALFORMED, unknown parts included, or LIMIT
   */
  public static Multiaddr parse(String text) throws GossipException {
    checkLength(text.length());
    if (!text.startsWith("/")) {
      throw GossipException.malformed(
          "'" + text + "' is no multiaddr; one looks like /ip4/192.0.2.1/tcp/4053");
    }
    String[] words = text.substring(1).split("/", -1);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      AddressProtocol protocol = AddressProtocol.ofText(words[i]);
      if (protocol == null) {
        throw GossipException.malformed("'" + text + "': '" + words[i] + "' is not known");
      }
      boolean valued = protocol.form() != PartForm.NONE;
      if (valued && i + 1 == words.length) {
        throw GossipException.malformed("'" + text + "': " + protocol.text() + " has no value");
      }
      parts.add(new Part(protocol, valued ? words[++i] : ""));
    }
    return withinLimits(parts);
  }

  /**
   * @param bytes at most 1024
   * @throws GossipException MALFORMED, unknown parts included, or LIMIT
   */
  public static Multiaddr decode(byte[] bytes) throws GossipException {
    checkLength(bytes.length);
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      long code = number(bytes, at);
      at += Uvarint.length(code);
      AddressProtocol protocol = AddressProtocol.ofCode(code);
      if (protocol == null) {
        throw GossipException.malformed("a multiaddr has a part of code " + code + ", not known");
      }
      long length = protocol.form().size();
      if (length == PartForm.LENGTH_IN_FRONT) {
        length = number(bytes, at);
        at += Uvarint.length(length);
      }
      if (length > bytes.length - at) {
        throw GossipException.malformed("a multiaddr ends inside its " + protocol.text());
      }
      int end = at + (int) length;
      parts.add(new Part(protocol, protocol.form().decode(Arrays.copyOfRange(bytes, at, end))));
      at = end;
    }
    return withinLimits(parts);
  }

  /** The address, empty when it is of no use here. */
  static Optional<Multiaddr> understood(byte[] bytes) {
    try {
      return Optional.of(decode(bytes));
    } catch (GossipException e) {
      return Optional.empty();
    }
  }

  private static long number(byte[] bytes, int at) throws GossipException {
    long number = Uvarint.read(bytes, at, bytes.length, MAX_CODE_BYTES);
    if (number == Uvarint.INCOMPLETE) {
      throw GossipException.malformed("a multiaddr ends inside a number");
    }
    return number;
  }

  /** The TCP address, an IPv6 zone left out. */
  public static Multiaddr of(InetSocketAddress address) {
    byte[] octets = address.getAddress().getAddress();
    return known(
        List.of(
            new Part(
                octets.length == 4 ? AddressProtocol.IP4 : AddressProtocol.IP6,
                IpText.print(octets)),
            new Part(AddressProtocol.TCP, Integer.toString(address.getPort()))));
  }

  /** What was read can be written, and read again. */
  private static Multiaddr withinLimits(List<Part> parts) throws GossipException {
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw GossipException.limit(
          "a multiaddr of " + parts.size() + " parts; allowed are 1 to " + MAX_PARTS);
    }
    Multiaddr address = of(parts);
    checkLength(Math.max(address.bytes.length, address.toString().length()));
    return address;
  }

  private static Multiaddr known(List<Part> parts) {
    try {
      return of(parts);
    } catch (GossipException e) {
      throw new IllegalArgumentException(parts + " is no multiaddr", e);
    }
  }

  /** The parts, their values brought into the form that is printed. */
  private static Multiaddr of(List<Part> given) throws GossipException {
    List<Part> parts = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Part part : given) {
      PartForm form = part.protocol().form();
      byte[] value = form.encode(part.value());
      Uvarint.write(out, part.protocol().code());
      if (form.size() == PartForm.LENGTH_IN_FRONT) {
        Uvarint.write(out, value.length);
      }
      out.writeBytes(value);
      parts.add(new Part(part.protocol(), form.decode(value)));
    }
    return new Multiaddr(parts, out.toByteArray());
  }

  private static void checkLength(int length) throws GossipException {
    if (length > MAX_LENGTH) {
      throw GossipException.limit(
          "a multiaddr of length " + length + "; the limit is " + MAX_LENGTH);
    }
  }

  /** The binary form, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** At least one part. */
  public List<Part> parts() {
    return parts;
  }

  /** The peer at the end, {@code null} when the last part is not {@code /p2p/…}. */
  public @Nullable PeerId peer() {
    Part last = parts.getLast();
    if (last.protocol() != AddressProtocol.P2P) {
      return null;
    }
    try {
      return PeerId.parse(last.value());
    } catch (GossipException e) {
      throw new IllegalStateException(last + " was read and printed", e);
    }
  }

  /** The address without the peer at its end; itself when there is none, or nothing else. */
  public Multiaddr withoutPeer() {
    return parts.size() > 1 && parts.getLast().protocol() == AddressProtocol.P2P
        ? known(parts.subList(0, parts.size() - 1))
        : this;
  }

  /** The address with this peer, and no other, at its end. */
  public Multiaddr withPeer(PeerId peer) {
    boolean replaced = parts.getLast().protocol() == AddressProtocol.P2P;
    List<Part> changed = new ArrayList<>(parts.subList(0, parts.size() - (replaced ? 1 : 0)));
    changed.add(new Part(AddressProtocol.P2P, peer.toString()));
    return known(changed);
  }

  /**
   * Where TCP connects to; empty unless the address is a host and a TCP port, perhaps with a peer,
   * and nothing else.
   */
  public Optional<TcpAddress> tcp() {
    int count = parts.getLast().protocol() == AddressProtocol.P2P ? parts.size() - 1 : parts.size();
    if (count != 2 || parts.get(1).protocol() != AddressProtocol.TCP) {
      return Optional.empty();
    }
    Part host = parts.getFirst();
    return switch (host.protocol()) {
      case IP4, IP6, DNS, DNS4, DNS6 ->
          Optional.of(
              new TcpAddress(
                  host.protocol(), host.value(), Integer.parseInt(parts.get(1).value())));
      case IP6ZONE, DNSADDR, TCP, UDP, P2P, P2P_CIRCUIT, TLS, NOISE, QUIC_V1, WS, WSS ->
          Optional.empty();
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(text::append);
    return text.toString();
  }
}
