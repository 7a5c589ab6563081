package org.pando.resolver.upstream;

import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.WireQuestion;

/**
 * The sockets to one server. Each has a random port, one question at a time, and not many of them:
 * a forger has to guess among as many ports as if each question had a socket of its own (RFC 5452
 * section 9.2), and opening one is paid for by several. Only a socket whose question was sent once
 * and answered once is used again, so that no late reply meets the next question. Any thread.
 */
final class UdpSockets {
  /** How many questions a socket carries. */
  static final int QUESTIONS = 16;

  /** As long as fewer rest, a new one may be opened instead of taking one of them. */
  static final int CHOICE = 32;

  private static final int MOST_RESTING = 256;
  private static final int MOST_OPEN = 4096;
  private static final Duration LIFE = Duration.ofSeconds(5);
  private static final int FIRST_PORT = 1024;
  private static final int TRIES = 20;

  private final InetSocketAddress target;
  private final Net net;

  /** One octet more than may come, so that what is too long is seen. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(WireQuestion.EDNS_SIZE + 1);

  private final Set<UdpSocket> open = ConcurrentHashMap.newKeySet();

  /** Guarded by itself, as the two that follow. */
  private final List<UdpSocket> resting = new ArrayList<>();

  private boolean isSweepDue;
  private volatile boolean isClosed;

  UdpSockets(InetSocketAddress target, Net net) {
    this.target = target;
    this.net = net;
  }

  /** A socket for one question. */
  UdpSocket take(UdpSocket.Reader reader) throws IOException {
    UdpSocket socket = null;
    synchronized (resting) {
      int chosen = net.random().nextInt(Math.max(CHOICE, resting.size()));
      if (chosen < resting.size()) {
        socket = removeResting(chosen);
      }
    }
    if (socket == null || isOld(socket)) {
      if (socket != null) {
        discard(socket);
      }
      socket = open();
    }
    socket.lend(reader);
    return socket;
  }

  private UdpSocket removeResting(int index) {
    UdpSocket last = resting.removeLast();
    return index == resting.size() ? last : resting.set(index, last);
  }

  private boolean isOld(UdpSocket socket) {
    return net.nanos().getAsLong() - socket.openedAt() >= LIFE.toNanos();
  }

  /** After a question that was answered as it should be. */
  void giveBack(UdpSocket socket) {
    socket.takeBack();
    boolean kept = false;
    boolean sweep = false;
    if (socket.questions() < QUESTIONS && !isOld(socket)) {
      synchronized (resting) {
        if (!isClosed && resting.size() < MOST_RESTING) {
          kept = resting.add(socket);
          sweep = !isSweepDue;
          isSweepDue = true;
        }
      }
    }
    if (!kept) {
      discard(socket);
    } else if (sweep) {
      sweepLater();
    }
  }

  /** After anything else. */
  void discard(UdpSocket socket) {
    socket.takeBack();
    if (open.remove(socket)) {
      onLoop(() -> close(socket));
    }
  }

  /** Runs a task on the event loop; here, when there is none any more. */
  void onLoop(Runnable task) {
    try {
      net.loop().execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  private static void close(UdpSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private void sweepLater() {
    try {
      var _ = net.loop().schedule(this::sweep, LIFE.toMillis() / 4, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the node stops, and close() follows
    }
  }

  private void sweep() {
    List<UdpSocket> old = new ArrayList<>();
    boolean again;
    synchronized (resting) {
      resting.stream().filter(this::isOld).forEach(old::add);
      resting.removeAll(Set.copyOf(old));
      again = !resting.isEmpty();
      isSweepDue = again;
    }
    old.forEach(this::discard);
    if (again) {
      sweepLater();
    }
  }

  private UdpSocket open() throws IOException {
    if (isClosed) {
      throw new ClosedChannelException();
    }
    if (open.size() >= MOST_OPEN) {
      throw new SocketException(MOST_OPEN + " questions wait for its replies already");
    }
    DatagramChannel channel = connected();
    UdpSocket socket = new UdpSocket(channel, buffer, this::disturbed, net.nanos().getAsLong());
    open.add(socket);
    net.loop().register(socket).addListener((Future<IoRegistration> f) -> registered(socket, f));
    return socket;
  }

  private void registered(UdpSocket socket, Future<IoRegistration> registration) {
    if (registration.isSuccess()) {
      socket.listen(registration.getNow());
      return;
    }
    UdpSocket.Reader reader = socket.reader();
    discard(socket);
    if (reader != null) {
      reader.failed(new IOException("the event loop does not take it", registration.cause()));
    }
  }

  /** Something came that nobody asked for: a port that somebody knows is used no more. */
  private void disturbed(UdpSocket socket) {
    boolean wasResting;
    synchronized (resting) {
      wasResting = resting.remove(socket);
    }
    if (wasResting) {
      discard(socket);
    }
  }

  private DatagramChannel connected() throws IOException {
    boolean isV4 = target.getAddress() instanceof Inet4Address;
    DatagramChannel channel =
        DatagramChannel.open(isV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      bind(channel, net.source(target).orElse(null));
      return channel.connect(target);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A port of our choice: the system's own may follow each other. */
  private void bind(DatagramChannel channel, @Nullable InetAddress source) throws IOException {
    for (int i = 0; ; i++) {
      try {
        int port = FIRST_PORT + net.random().nextInt((1 << 16) - FIRST_PORT);
        channel.bind(new InetSocketAddress(source, port));
        return;
      } catch (BindException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Questions under way fail. */
  void close() {
    synchronized (resting) {
      isClosed = true;
      resting.clear();
    }
    for (UdpSocket socket : open) {
      UdpSocket.Reader reader = socket.reader();
      discard(socket);
      if (reader != null) {
        onLoop(() -> reader.failed(new ClosedChannelException()));
      }
    }
  }
}
