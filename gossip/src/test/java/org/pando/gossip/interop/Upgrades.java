package org.pando.gossip.interop;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import org.pando.gossip.GossipException;
import org.pando.gossip.upgrade.Upgrade;
import org.pando.gossip.upgrade.Upgraded;

/** Upgrades over plain sockets. Any thread. */
final class Upgrades {
  static final SecureRandom RANDOM = new SecureRandom();
  static final int PATIENCE_MILLIS = 10_000;

  private Upgrades() {}

  static Socket connect(PeerProcess peer) throws IOException {
    String[] parts = peer.address().split("/", -1); // /ip4/HOST/tcp/PORT
    return new Socket(parts[2], Integer.parseInt(parts[4]));
  }

  /** Runs the upgrade to its end. */
  static Upgraded run(Socket socket, Upgrade upgrade) throws IOException, GossipException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.getOutputStream().write(upgrade.start());
    while (upgrade.result() == null) {
      socket.getOutputStream().write(upgrade.receive(read(socket)));
    }
    return upgrade.result();
  }

  static byte[] read(Socket socket) throws IOException {
    byte[] buffer = new byte[65_536];
    int length = socket.getInputStream().read(buffer);
    if (length < 0) {
      throw new EOFException("the peer has closed the connection");
    }
    return Arrays.copyOf(buffer, length);
  }
}
