package org.pando.resolver.upstream;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A DNS server on loopback, UDP and TCP on one port, that replies as a test says. */
public final class ScriptedServer implements AutoCloseable {
  /** What a server sends for a question: any number of packets. */
  @FunctionalInterface
  public interface Script {
    List<byte[]> replies(Message question);
  }

  /** Says nothing. */
  public static final Script SILENT = question -> List.of();

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final BlockingQueue<Message> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<InetSocketAddress> clients = new LinkedBlockingQueue<>();
  private final BlockingQueue<Socket> left = new LinkedBlockingQueue<>();
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  public ScriptedServer(Script overUdp, Script overTcp) throws IOException {
    tcp = new ServerSocket(0, 50, LOOPBACK);
    try {
      udp = new DatagramSocket(tcp.getLocalPort(), LOOPBACK);
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
    Thread.startVirtualThread(() -> serveUdp(overUdp));
    Thread.startVirtualThread(() -> acceptTcp(overTcp));
  }

  /** The whole answer: one A record. */
  public static Message answer(Message question) {
    Message reply = new Message(question.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RD);
    reply.getHeader().setFlag(Flags.RA);
    Record asked = question.getQuestion();
    reply.addRecord(asked, Section.QUESTION);
    reply.addRecord(
        new ARecord(asked.getName(), DClass.IN, 300, InetAddress.ofLiteral("192.0.2.1")),
        Section.ANSWER);
    return reply;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /** The next question that arrived. */
  public Message question() throws InterruptedException {
    Message question = questions.poll(10, TimeUnit.SECONDS);
    if (question == null) {
      throw new AssertionError("nobody asked");
    }
    return question;
  }

  /** The questions that arrived since the last look. */
  public List<Message> asked() {
    List<Message> all = new ArrayList<>();
    questions.drainTo(all);
    return all;
  }

  /** From where the next question over UDP came. */
  InetSocketAddress client() throws InterruptedException {
    InetSocketAddress client = clients.poll(10, TimeUnit.SECONDS);
    if (client == null) {
      throw new AssertionError("nobody asked over UDP");
    }
    return client;
  }

  /** Whether a connection was closed by its client within a while. */
  boolean sawClientLeave() throws InterruptedException {
    return left.poll(10, TimeUnit.SECONDS) != null;
  }

  private void serveUdp(Script script) {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        Message question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        clients.add((InetSocketAddress) packet.getSocketAddress());
        questions.add(question);
        for (byte[] reply : script.replies(question)) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed, or a client that is gone: the next question matters
      }
    }
  }

  private void acceptTcp(Script script) {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        Thread.startVirtualThread(() -> serveTcp(socket, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serveTcp(Socket socket, Script script) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message question = new Message(bytes);
        questions.add(question);
        for (byte[] reply : script.replies(question)) {
          dribble(reply, socket.getOutputStream());
        }
      }
    } catch (IOException e) {
      left.add(socket);
    }
  }

  /** Octet by octet, as a slow network may. */
  private static void dribble(byte[] message, OutputStream out) throws IOException {
    out.write(message.length >> 8);
    out.write(message.length);
    for (byte octet : message) {
      out.write(octet);
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
