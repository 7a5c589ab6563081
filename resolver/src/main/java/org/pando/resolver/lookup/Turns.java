package org.pando.resolver.lookup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose question is looked up next. One that is looked up costs threads, sockets and the garbage
 * collector's time; one that waits costs next to nothing. So only some run at a time, none of one
 * client more than a quarter of those, and clients whose questions wait take turns. Any thread;
 * nothing runs under its lock.
 *
 * @param <T> a question
 */
final class Turns<T> {
  /** The questions of one client. In {@code order} while one waits and another may run. */
  private final class Line {
    private final Deque<T> waiting = new ArrayDeque<>(1);
    private int running;

    boolean hasTurn() {
      return !waiting.isEmpty() && running < share;
    }
  }

  private final int count;
  private final int share;
  private final Map<ClientNetwork, Line> lines = new HashMap<>();
  private final Deque<Line> order = new ArrayDeque<>();
  private int running;

  /**
   * @param count how many questions run at a time
   */
  Turns(int count) {
    this.count = count;
    this.share = ClientNetwork.share(count);
  }

  /** Whether a question runs now; otherwise {@link #end} gives it out when its turn has come. */
  synchronized boolean begin(ClientNetwork client, T question) {
    Line line = lines.computeIfAbsent(client, c -> new Line());
    if (running < count && line.running < share) {
      line.running++;
      running++;
      return true;
    }
    line.waiting.add(question);
    if (line.waiting.size() == 1 && line.hasTurn()) {
      order.add(line);
    }
    return false;
  }

  /**
   * A question that ran has ended.
   *
   * @return the one that runs from now on in its place, or null when none waits
   */
  synchronized @Nullable T end(ClientNetwork client) {
    Line line = lines.get(client);
    if (line == null) {
      throw new IllegalStateException("no question of this client runs");
    }
    boolean hadTurn = line.hasTurn();
    line.running--;
    running--;
    if (!hadTurn && line.hasTurn()) {
      order.add(line);
    } else if (line.running == 0 && line.waiting.isEmpty()) {
      lines.remove(client);
    }
    Line next = order.poll();
    if (next == null) {
      return null;
    }
    T question = next.waiting.remove();
    next.running++;
    running++;
    if (next.hasTurn()) {
      order.add(next);
    }
    return question;
  }
}
