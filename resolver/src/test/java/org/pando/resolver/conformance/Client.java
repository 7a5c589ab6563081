package org.pando.resolver.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Asks one server, and knows what its upstream saw of that. Immutable. */
final class Client {

  /** How long to listen for what must not come. */
  private static final int SILENCE_MILLIS = 200;

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final Server server;
  private final InetSocketAddress from;
  private final TestUpstream upstream;
  private final int patienceMillis;

  Client(Server server, TestUpstream upstream, int patienceMillis) {
    this(server, new InetSocketAddress(0), upstream, patienceMillis);
  }

  private Client(Server server, InetSocketAddress from, TestUpstream upstream, int patienceMillis) {
    this.server = server;
    this.from = from;
    this.upstream = upstream;
    this.patienceMillis = patienceMillis;
  }

  /** The same with another patience. */
  Client patient(int millis) {
    return new Client(server, from, upstream, millis);
  }

  /** The same with another address of its own. */
  Client from(String address) {
    InetSocketAddress other = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
    return new Client(server, other, upstream, patienceMillis);
  }

  /** The same, asking over IPv6. */
  Client six() {
    Server six = new Server(server.six(), server.six(), server.upstream(), server.silent());
    return new Client(six, from, upstream, patienceMillis);
  }

  /** What the upstream was asked. */
  TestUpstream upstream() {
    return upstream;
  }

  /** A name that nobody asked for before, below the one at which the upstream behaves so. */
  static Name fresh(String behaviour) {
    return Name.fromConstantString(
        "n" + COUNTER.incrementAndGet() + "." + behaviour + "." + TestUpstream.ZONE);
  }

  /** A question with RD, without EDNS. */
  static Message question(Name name, int type) {
    Message message = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    message.getHeader().setFlag(Flags.RD);
    return message;
  }

  /** Sends a message over UDP and waits for its reply. */
  Message udp(Message question) throws Exception {
    return udp(question.toWire());
  }

  Message udp(byte[] packet) throws Exception {
    try (DatagramSocket socket = socket()) {
      send(socket, packet);
      return new Message(receive(socket, id(packet)));
    }
  }

  /** As {@link #udp(byte[])}; the reply need not be a whole message. */
  byte[] udpBytes(byte[] packet) throws Exception {
    try (DatagramSocket socket = socket()) {
      send(socket, packet);
      return receive(socket, id(packet));
    }
  }

  /** The length in bytes of the reply over UDP. */
  int udpLength(Message question) throws Exception {
    try (DatagramSocket socket = socket()) {
      send(socket, question.toWire());
      return receive(socket, question.getHeader().getID()).length;
    }
  }

  /** Sends what must not be answered, then a question, and sees that only that one is. */
  void udpSilence(byte[] packet) throws Exception {
    Message good = question(fresh("plain"), 1);
    good.getHeader().setID((id(packet) + 1) & 0xffff);
    try (DatagramSocket socket = socket()) {
      send(socket, packet);
      send(socket, good.toWire());
      Message reply = new Message(receiveAny(socket, patienceMillis));
      Violation.unlessEqual(good.getHeader().getID(), reply.getHeader().getID(), "id of the reply");
      try {
        receiveAny(socket, SILENCE_MILLIS);
        throw new Violation("there is a reply");
      } catch (SocketTimeoutException e) {
        // as it should be
      }
    }
  }

  /** A connection to the server. */
  Stream tcp() throws IOException {
    return new Stream(server.four(), from, patienceMillis);
  }

  /** Asks over a connection of its own. */
  Message tcp(Message question) throws Exception {
    try (Stream stream = tcp()) {
      stream.send(question.toWire());
      return stream.receive();
    }
  }

  /** Hears only what comes from the address and port that it asks (RFC 2181 section 4). */
  DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(from);
    socket.connect(server.four());
    return socket;
  }

  static void send(DatagramSocket socket, byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length));
  }

  private byte[] receive(DatagramSocket socket, int id) throws Exception {
    try {
      byte[] packet = receiveAny(socket, patienceMillis);
      Violation.unlessEqual(id, id(packet), "id of the reply");
      return packet;
    } catch (SocketTimeoutException e) {
      throw new Violation("no reply within " + patienceMillis / 1000 + " s");
    }
  }

  static byte[] receiveAny(DatagramSocket socket, int patience) throws IOException {
    socket.setSoTimeout(patience);
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static int id(byte[] packet) {
    return packet.length < 2 ? 0 : (packet[0] & 0xff) << 8 | (packet[1] & 0xff);
  }
}
