package org.pando.gossip.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Hosts in one thread and virtual time. */
final class FakeNetwork {
  private record Task(long at, long number, Runnable action) {}

  final List<FakeHost> hosts = new ArrayList<>();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now = 1_000_000_000_000L;
  private long numbers;

  FakeHost host(int seed) {
    FakeHost host = new FakeHost(this, seed);
    hosts.add(host);
    return host;
  }

  long now() {
    return now;
  }

  long number() {
    return ++numbers;
  }

  void at(long time, Runnable action) {
    tasks.add(new Task(time, number(), action));
  }

  void run(Duration duration) {
    long end = now + duration.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at <= end) {
      Task task = tasks.poll();
      now = Math.max(now, task.at);
      task.action.run();
    }
    now = end;
  }

  /** What is due now. */
  void settle() {
    run(Duration.ZERO);
  }

  /** Connects two hosts, once more when they are connected, and lets them be identified. */
  long connect(FakeHost dialer, FakeHost listener) {
    long number = number();
    dialer.connected(number, listener, true);
    listener.connected(number, dialer, false);
    dialer.identify(listener);
    listener.identify(dialer);
    settle();
    return number;
  }

  /** Ends one connection; both ends notice at once. */
  void cut(long connection) {
    hosts.forEach(host -> host.cut(connection));
    settle();
  }
}
