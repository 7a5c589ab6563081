package org.pando.resolver.conformance;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;

/**
 * The upstream of the servers under test: a forwarder that behaves as the label of a name says that
 * stands before {@link #ZONE}, and remembers what it was asked. UDP and TCP on one port.
 */
final class TestUpstream implements AutoCloseable {
  static final String ZONE = "c.example.";

  private static final int PLAIN_SIZE = 512;

  private final Map<Name, List<Message>> asked = new ConcurrentHashMap<>();
  private final Map<Name, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Set<Name> failing = ConcurrentHashMap.newKeySet();
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  TestUpstream(InetSocketAddress address) throws IOException {
    tcp = new ServerSocket(address.getPort(), 50, address.getAddress());
    try {
      udp = new DatagramSocket(tcp.getLocalPort(), address.getAddress());
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
    Thread.startVirtualThread(this::serveUdp);
    Thread.startVirtualThread(this::acceptTcp);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /** The questions for a name so far, in any case of its letters. */
  List<Message> asked(Name name) {
    return List.copyOf(asked.getOrDefault(name, List.of()));
  }

  /** From now on a name is answered only after {@link #release}. */
  void hold(Name name) {
    held.put(name, new CountDownLatch(1));
  }

  void release(Name name) {
    CountDownLatch latch = held.remove(name);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** From now on questions for a name get SERVFAIL, until {@link #mend}. */
  void fail(Name name) {
    failing.add(name);
  }

  void mend(Name name) {
    failing.remove(name);
  }

  /** The reply, or null for silence. */
  private byte @Nullable [] reply(byte[] packet, boolean overUdp) throws Exception {
    Message question = new Message(packet);
    Name name = question.getQuestion().getName();
    asked.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(question);
    CountDownLatch latch = held.get(name);
    if (latch != null) {
      latch.await();
    }
    OPTRecord opt = question.getOPT();
    Behaviour behaviour = failing.contains(name) ? Behaviour.SERVFAIL : Behaviour.of(name);
    Message reply = behaviour.reply(question, asked(name).size(), wantsSignatures(opt));
    if (reply == null) {
      return null;
    }
    int limit = opt == null ? PLAIN_SIZE : Math.max(PLAIN_SIZE, opt.getPayloadSize());
    return behaviour.finish(overUdp ? reply.toWire(limit) : reply.toWire());
  }

  private static boolean wantsSignatures(@Nullable OPTRecord opt) {
    return opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0;
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
      } catch (IOException e) {
        continue; // closed, or a client that is gone: the next question matters
      }
      byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
      InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
      Thread.startVirtualThread(() -> answerUdp(question, client));
    }
  }

  private void answerUdp(byte[] question, InetSocketAddress client) {
    try {
      byte[] reply = reply(question, true);
      if (reply != null) {
        udp.send(new DatagramPacket(reply, reply.length, client));
      }
    } catch (Exception e) {
      System.err.println("upstream: " + e);
    }
  }

  private void acceptTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        Thread.startVirtualThread(() -> serveTcp(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serveTcp(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        byte[] reply = reply(question, false);
        if (reply != null) {
          socket.getOutputStream().write(Stream.framed(reply));
        }
      }
    } catch (IOException e) {
      // the client has left
    } catch (Exception e) {
      System.err.println("upstream: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    held.keySet().forEach(this::release);
  }
}
