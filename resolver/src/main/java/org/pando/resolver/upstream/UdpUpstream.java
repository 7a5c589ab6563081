package org.pando.resolver.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * Plain DNS over UDP (RFC 1035 section 4.2.1). What is no reply to the question is ignored and the
 * socket listened to further. One that misses by little moves the question to TCP, because somebody
 * may be guessing; so does a truncated reply. A port that nobody listens on ends this question
 * alone: anybody can send such an ICMP message. Any thread.
 */
final class UdpUpstream implements Upstream {
  private static final int TC = 0x02;

  private final InetSocketAddress address;
  private final Upstream overTcp;
  private final LetterCase letters;
  private final Net net;
  private final UdpSockets sockets;

  /**
   * @param overTcp the same server; owned
   * @param letters shared with {@code overTcp}
   */
  UdpUpstream(InetSocketAddress address, Upstream overTcp, LetterCase letters, Net net) {
    this.address = address;
    this.overTcp = overTcp;
    this.letters = letters;
    this.net = net;
    this.sockets = new UdpSockets(address, net);
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Attempt ask(Query query, Consumer<Outcome> outcome) {
    Asked asked = new Asked(query, outcome);
    asked.begin();
    return asked;
  }

  @Override
  public void close() {
    sockets.close();
    overTcp.close();
  }

  /** One question. Guarded by itself; its outcome is told outside of the lock. */
  private final class Asked implements Attempt, UdpSocket.Reader {
    private final Query query;
    private final Consumer<Outcome> outcome;
    private final WireExchange exchange;
    private @Nullable UdpSocket socket;
    private @Nullable Attempt moved;
    private boolean isOver;
    private boolean isClean = true;

    Asked(Query query, Consumer<Outcome> outcome) {
      this.query = query;
      this.outcome = outcome;
      int id = net.random().nextInt(1 << 16);
      this.exchange = new WireExchange(query, id, WireExchange.Form.DATAGRAM, letters);
    }

    /** Sends on the thread that asks. */
    synchronized void begin() {
      try {
        socket = sockets.take(this);
        socket.send(exchange.bytes());
      } catch (IOException e) {
        sockets.onLoop(() -> failed(e));
      }
    }

    /** The same bytes from the same port: another id or port would be one more to be hit. */
    @Override
    public synchronized void resend() {
      if (moved != null) {
        moved.resend();
      } else if (socket != null) {
        isClean = false;
        try {
          socket.send(exchange.bytes());
        } catch (IOException e) {
          sockets.onLoop(() -> failed(e));
        }
      }
    }

    @Override
    public synchronized void cancel() {
      isOver = true;
      release(false);
      if (moved != null) {
        moved.cancel();
      }
    }

    @Override
    public void received(byte[] datagram) {
      if (datagram.length > WireQuestion.EDNS_SIZE) {
        datagram[2] |= TC; // longer than we allowed, and so cut here
      }
      switch (exchange.match(datagram)) {
        case WireExchange.Match.Reply(Message _, boolean keptCase) when !keptCase -> move(false);
        case WireExchange.Match.Reply(Message reply, boolean _) when isTruncated(reply) ->
            move(true);
        case WireExchange.Match.Reply(Message reply, boolean _) ->
            end(new Outcome.Replied(reply), true);
        case WireExchange.Match.Other.NEAR_MISS -> move(false);
        case WireExchange.Match.Other.NOISE -> disturbed();
      }
    }

    @Override
    public void failed(IOException reason) {
      end(Broken.because(reason), false);
    }

    private synchronized void disturbed() {
      isClean = false;
    }

    private synchronized void move(boolean isSocketGood) {
      if (!isOver && moved == null) {
        release(isSocketGood);
        moved = overTcp.ask(query, result -> end(result, false));
      }
    }

    private void end(Outcome result, boolean isSocketGood) {
      synchronized (this) {
        if (isOver) {
          return;
        }
        isOver = true;
        release(isSocketGood);
      }
      outcome.accept(result);
    }

    private void release(boolean isSocketGood) {
      if (socket != null) {
        if (isSocketGood && isClean) {
          sockets.giveBack(socket);
        } else {
          sockets.discard(socket);
        }
        socket = null;
      }
    }
  }

  private static boolean isTruncated(Message reply) {
    return reply.getHeader().getFlag(Flags.TC);
  }
}
