package org.pando.gossip;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a node needs of the program around it.
 *
 * @param loopThread makes the node's one event loop thread, which owns its connections and state
 * @param workers runs what may wait, each on a thread of its own, best virtual threads
 * @param nanos a clock that only goes forward, in nanoseconds
 * @param clock the wall clock
 * @param random unpredictable: keys and ids come from it
 * @param names looks addresses up
 */
public record Surroundings(
    ThreadFactory loopThread,
    Executor workers,
    LongSupplier nanos,
    InstantSource clock,
    RandomGenerator random,
    Names names) {

  /** Looks names of peers up in the DNS; waits, called by workers. */
  public interface Names {
    /** The addresses of a host, none when there are none or it fails. */
    List<InetAddress> addresses(String host) throws InterruptedException;

    /** The TXT values at a name, each whole; none when there are none or it fails. */
    List<String> texts(String name) throws InterruptedException;
  }
}
