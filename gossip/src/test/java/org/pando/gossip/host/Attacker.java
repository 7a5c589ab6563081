package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.upgrade.Upgrade;
import org.pando.gossip.upgrade.Upgraded;
import org.pando.gossip.yamux.Frames;
import org.pando.gossip.yamux.Frames.Frame;

/**
 * A peer that shows its identity as it should, and then sends whatever a test likes, over a socket
 * of its own. Its stream ids are odd. One thread.
 */
final class Attacker implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  /** Sooner than a host gives up whoever answers no ping: that is not what cuts an attack. */
  private static final long CUT_NANOS = 20_000_000_000L;

  private static final int MEMORY = 1 << 20;
  private static final int SYN = 1;

  private final Socket socket = new Socket();
  private final PeerId id;
  private final Upgraded upgraded;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[65_536];

  private Attacker(TestIdentity identity, InetSocketAddress victim, int receiveBuffer)
      throws IOException, GossipException {
    id = identity.peerId();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(victim);
    Upgrade upgrade = Upgrade.dialer(identity, null, new SecureRandom(), true);
    sendRaw(upgrade.start());
    @Nullable Upgraded result = null;
    while (result == null) {
      byte[] bytes = readRaw();
      if (bytes.length == 0) {
        throw new IOException("the victim closed the connection while it was upgraded");
      }
      sendRaw(upgrade.receive(bytes));
      result = upgrade.result();
    }
    upgraded = result;
    heard.writeBytes(result.early());
  }

  static Attacker of(int seed, InetSocketAddress victim) throws IOException, GossipException {
    return new Attacker(identity(seed), victim, 0);
  }

  /** One whose socket takes little while it does not read. */
  static Attacker slow(int seed, InetSocketAddress victim) throws IOException, GossipException {
    return new Attacker(identity(seed), victim, 4_096);
  }

  /** Reads and forgets until the connection has ended. */
  void untilEnd() throws IOException {
    try {
      while (readRaw().length > 0) {
        // what was on its way
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was not cut", e);
    } catch (SocketException e) {
      // cut
    }
  }

  private static TestIdentity identity(int seed) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 0x77);
    secret[0] = (byte) seed;
    secret[1] = (byte) (seed >> 8);
    return new TestIdentity(secret);
  }

  PeerId id() {
    return id;
  }

  /** Opens a stream and proposes a protocol in one go, without waiting for the answer. */
  void open(int stream, String protocol) throws IOException, GossipException {
    send(
        Frames.frame(Frames.WINDOW, SYN, stream, 0),
        Frames.data(
            0, stream, Frames.join(lengthAndText("/multistream/1.0.0"), lengthAndText(protocol))));
  }

  private static byte[] lengthAndText(String text) {
    byte[] line = (text + "\n").getBytes(UTF_8);
    return Frames.join(new byte[] {(byte) line.length}, line);
  }

  void send(byte[]... frames) throws IOException, GossipException {
    sendRaw(upgraded.transport().encrypt(Frames.join(frames)));
  }

  void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends the same again and again until the connection breaks, then waits for its end. */
  void flood(int most, byte[] frames) throws GossipException {
    try {
      for (int i = 0; i < most; i++) {
        send(frames);
      }
    } catch (IOException e) {
      return;
    }
    untilCut();
  }

  /** Reads until the victim ends the connection, which must be soon; what it said before. */
  List<Frame> untilCut() throws GossipException {
    long began = System.nanoTime();
    try {
      socket.setSoTimeout((int) (CUT_NANOS / 1_000_000));
      for (byte[] bytes = readRaw(); bytes.length > 0; bytes = readRaw()) {
        hear(bytes);
        if (System.nanoTime() - began > CUT_NANOS) {
          throw new AssertionError("the connection was not cut in time");
        }
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was not cut", e);
    } catch (IOException e) {
      // cut while we were sending
    }
    return frames();
  }

  /** Waits until the victim has read all that was sent; false when it has cut the connection. */
  boolean isRead(int ping) throws GossipException {
    try {
      send(Frames.frame(Frames.PING, SYN, 0, ping));
      while (frames().stream().noneMatch(each -> isPong(each, ping))) {
        byte[] bytes = readRaw();
        if (bytes.length == 0) {
          return false;
        }
        hear(bytes);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPong(Frame frame, int ping) {
    return frame.type() == Frames.PING && frame.length() == ping;
  }

  /** Reads until a frame of the stream carries the flag. */
  void untilFlag(int stream, int flag) throws IOException, GossipException {
    for (; ; ) {
      for (Frame frame : frames()) {
        if (frame.stream() == stream && (frame.flags() & flag) != 0) {
          return;
        }
      }
      byte[] bytes = readRaw();
      if (bytes.length == 0) {
        throw new AssertionError("the connection was cut");
      }
      hear(bytes);
    }
  }

  private void hear(byte[] bytes) throws GossipException {
    heard.writeBytes(upgraded.transport().decrypt(bytes));
    if (heard.size() > MEMORY) {
      throw new AssertionError("the victim goes on and on");
    }
  }

  private List<Frame> frames() {
    return Frames.whole(heard.toByteArray());
  }

  private byte[] readRaw() throws IOException {
    InputStream in = socket.getInputStream();
    int count = in.read(buffer);
    return count < 0 ? new byte[0] : Arrays.copyOf(buffer, count);
  }

  /** Closes with a reset, not in order. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
