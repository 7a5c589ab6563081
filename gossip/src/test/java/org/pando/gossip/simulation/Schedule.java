package org.pando.gossip.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time and what is to happen in it, by time, and in the order of asking at the same time.
 */
final class Schedule {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now;
  private long asked;

  private record Task(long at, long order, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Nanoseconds since the simulation began. */
  long now() {
    return now;
  }

  /**
   * @param at nanoseconds; what lies in the past happens next
   */
  void at(long at, Runnable action) {
    tasks.add(new Task(Math.max(at, now), asked++, action));
  }

  /** Lets everything happen that is due until then, and ends at that time. */
  void runUntil(long end) {
    for (Task next = tasks.peek(); next != null && next.at <= end; next = tasks.peek()) {
      tasks.remove();
      now = next.at;
      next.action.run();
    }
    now = end;
  }
}
