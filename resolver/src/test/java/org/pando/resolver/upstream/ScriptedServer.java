package org.pando.resolver.upstream;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A DNS server on loopback, UDP and TCP (or TLS) on one port, that replies as a test says. {@link
 * ScriptedHttpsServer} does the same over HTTPS.
 */
public final class ScriptedServer implements Peer {
  /** What a server sends for a question: any number of packets. */
  @FunctionalInterface
  public interface Script {
    List<byte[]> replies(Message question);
  }

  /** Says nothing. */
  public static final Script SILENT = question -> List.of();

  /** Instead of a reply: ends the connection. */
  static final byte[] HANG_UP = {'b', 'y', 'e'};

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final BlockingQueue<Message> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<InetSocketAddress> clients = new LinkedBlockingQueue<>();
  private final BlockingQueue<Socket> left = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  /** How many octets a connection carries before it ends. */
  private volatile int most = Integer.MAX_VALUE;

  public ScriptedServer(Script overUdp, Script overTcp) throws IOException {
    this(overUdp, overTcp, ServerSocketFactory.getDefault());
  }

  /** TLS instead of TCP, and nothing over UDP. */
  static ScriptedServer overTls(Script script, SSLContext tls) throws IOException {
    return new ScriptedServer(SILENT, script, tls.getServerSocketFactory());
  }

  private ScriptedServer(Script overUdp, Script overTcp, ServerSocketFactory streams)
      throws IOException {
    ServerSocket listening = streams.createServerSocket(0, 50, LOOPBACK);
    DatagramSocket receiving = udpBeside(listening);
    while (receiving == null) {
      listening.close();
      listening = streams.createServerSocket(0, 50, LOOPBACK);
      receiving = udpBeside(listening);
    }
    tcp = listening;
    udp = receiving;
    Thread.startVirtualThread(() -> serveUdp(overUdp));
    Thread.startVirtualThread(() -> acceptTcp(overTcp));
  }

  /** The same port, unless somebody has it: upstreams take random ones. */
  private static @Nullable DatagramSocket udpBeside(ServerSocket listening) throws IOException {
    try {
      return new DatagramSocket(listening.getLocalPort(), LOOPBACK);
    } catch (BindException e) {
      return null;
    }
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

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  @Override
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

  @Override
  public boolean sawClientLeave() throws InterruptedException {
    return left.poll(10, TimeUnit.SECONDS) != null;
  }

  @Override
  public int connections() {
    return connections.get();
  }

  /** The addresses of those who are connected. */
  Set<InetAddress> connectedFrom() {
    return open.stream().map(Socket::getInetAddress).collect(Collectors.toSet());
  }

  @Override
  public void endConnectionsAfter(int octets) {
    most = octets;
  }

  @Override
  public void endConnections() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
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
        connections.incrementAndGet();
        Thread.startVirtualThread(() -> serveTcp(socket, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serveTcp(Socket socket, Script script) {
    open.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int carried = 0;
      while (true) {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message question = new Message(bytes);
        questions.add(question);
        for (byte[] reply : script.replies(question)) {
          if (Arrays.equals(reply, HANG_UP)) {
            return;
          }
          carried += dribble(reply, socket.getOutputStream(), most - carried);
          if (carried >= most) {
            return;
          }
        }
      }
    } catch (IOException e) {
      left.add(socket);
    } finally {
      open.remove(socket);
    }
  }

  /** Octet by octet, as a slow network may. */
  private static int dribble(byte[] message, OutputStream out, int most) throws IOException {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    int length = Math.min(most, framed.length);
    for (int i = 0; i < length; i++) {
      out.write(framed[i]);
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    endConnections();
  }
}
