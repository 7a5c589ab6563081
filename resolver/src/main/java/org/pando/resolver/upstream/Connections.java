package org.pando.resolver.upstream;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Query;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.xbill.DNS.Message;

/**
 * The connections to one server, at most two, and the questions on them. The first one that is well
 * carries all; a second one is opened when it has been silent for too long, and then carries what
 * comes. A question whose connection breaks is asked once more, over another. {@link #ask} and
 * {@link #close} may be called by any thread; all else belongs to the event loop.
 */
final class Connections {
  private static final int MOST = 2;

  /** The system repeats lost segments by itself within this time. */
  private static final long SILENCE = Duration.ofMillis(300).toNanos();

  private final Net net;
  private final Function<Connections, Connection> opener;
  private final List<Connection> connections = new ArrayList<>(MOST);

  /** Questions for which no connection has room. */
  private final Deque<Asked> waiting = new ArrayDeque<>();

  private boolean isClosed;

  /**
   * @param opener begins to open a connection
   */
  Connections(Net net, Function<Connections, Connection> opener) {
    this.net = net;
    this.opener = opener;
  }

  Attempt ask(Query query, Consumer<Outcome> outcome) {
    Asked asked = new Asked(query, outcome);
    onLoop(() -> place(asked), () -> asked.end(Broken.because(new ClosedChannelException())));
    return asked;
  }

  private void onLoop(Runnable task, Runnable whenStopped) {
    try {
      net.loop().execute(task);
    } catch (RejectedExecutionException e) {
      whenStopped.run();
    }
  }

  /** A question, and the connections that it was sent over. */
  final class Asked implements Attempt {
    private final Query query;
    private final Consumer<Outcome> outcome;
    private final List<Connection> places = new ArrayList<>(1);
    private long sentAt;
    private boolean isSecondTry;
    private boolean isOver;

    Asked(Query query, Consumer<Outcome> outcome) {
      this.query = query;
      this.outcome = outcome;
    }

    Query query() {
      return query;
    }

    void sentAt(long now) {
      sentAt = now;
    }

    @Override
    public void resend() {
      onLoop(() -> again(this), () -> {});
    }

    @Override
    public void cancel() {
      onLoop(
          () -> {
            if (!isOver && isPlaceSilent()) {
              places.getLast().markSilent();
            }
            forget();
          },
          () -> {});
    }

    /** Whether nothing came over its connection since it was sent, and that was long ago. */
    private boolean isPlaceSilent() {
      return !places.isEmpty()
          && places.getLast().lastHeard() - sentAt <= 0
          && net.nanos().getAsLong() - sentAt >= SILENCE;
    }

    void replied(Message reply) {
      end(new Outcome.Replied(reply));
    }

    void end(Outcome result) {
      if (!isOver) {
        forget();
        outcome.accept(result);
      }
    }

    private void forget() {
      isOver = true;
      if (places.isEmpty()) {
        waiting.remove(this);
      }
      List.copyOf(places).forEach(place -> place.forget(this));
      places.clear();
    }
  }

  private void place(Asked asked) {
    if (asked.isOver) {
      return;
    }
    if (isClosed) {
      asked.end(Broken.because(new ClosedChannelException()));
      return;
    }
    Connection connection = usable();
    if (connection == null) {
      waiting.add(asked);
    } else {
      send(asked, connection);
    }
  }

  private void send(Asked asked, Connection connection) {
    asked.sentAt = net.nanos().getAsLong();
    asked.places.add(connection);
    connection.send(asked);
  }

  /** The first connection that takes a question, a new one when there is none; null: wait. */
  private @Nullable Connection usable() {
    for (Connection connection : connections) {
      if (connection.hasRoom()) {
        return connection;
      }
    }
    boolean isBusy = connections.stream().anyMatch(c -> !c.isSilent());
    if (isBusy || connections.size() >= MOST) {
      return null;
    }
    Connection connection = opener.apply(this);
    connections.add(connection);
    return connection;
  }

  /** Over another connection, when nothing was heard on this one since the question was sent. */
  private void again(Asked asked) {
    if (asked.isOver || !asked.isPlaceSilent()) {
      return;
    }
    asked.places.getLast().markSilent();
    Connection other = usable();
    if (other != null && !asked.places.contains(other)) {
      send(asked, other);
    }
  }

  /** A connection has room again, once what it does now is done. */
  void hasRoom() {
    if (!waiting.isEmpty()) {
      onLoop(this::sendWaiting, () -> {});
    }
  }

  private void sendWaiting() {
    while (!waiting.isEmpty()) {
      Connection connection = usable();
      if (connection == null) {
        return;
      }
      send(waiting.remove(), connection);
    }
  }

  /** A connection could not be opened, or was not what it should be. */
  void unreachable(Connection connection, List<Asked> left, Outcome reason) {
    connections.remove(connection);
    for (Asked asked : left) {
      asked.places.remove(connection);
      if (asked.places.isEmpty()) {
        asked.end(reason);
      }
    }
    hasRoom();
  }

  /** A connection broke. */
  void lost(Connection connection, List<Asked> left, Outcome reason) {
    connections.remove(connection);
    for (Asked asked : left) {
      asked.places.remove(connection);
      if (asked.places.isEmpty()) {
        onceMore(asked, reason);
      }
    }
    hasRoom();
  }

  private void onceMore(Asked asked, Outcome reason) {
    if (asked.isSecondTry) {
      asked.end(reason);
    } else {
      asked.isSecondTry = true;
      place(asked);
    }
  }

  /** A connection goes on without one of its questions. */
  void refused(Connection connection, Asked asked, Outcome reason) {
    asked.places.remove(connection);
    if (asked.places.isEmpty()) {
      onLoop(() -> onceMore(asked, reason), () -> {});
    }
    hasRoom();
  }

  /** The server takes no more questions of this connection, but may answer those it has. */
  void retired(Connection connection) {
    connections.remove(connection);
    hasRoom();
  }

  /** Questions under way fail. */
  void close() {
    onLoop(
        () -> {
          isClosed = true;
          List.copyOf(waiting).forEach(a -> a.end(Broken.because(new ClosedChannelException())));
          List.copyOf(connections).forEach(Connection::close);
        },
        () -> {});
  }
}
