package org.pando.resolver.upstream;

import io.netty.channel.IoEventLoop;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What transports need of the world.
 *
 * @param loop of NIO; receives, and owns all connections
 * @param sources addresses that questions are sent from; none: the system chooses
 * @param opening how long connecting and shaking hands may take together
 * @param idle how long a connection rests before it is closed
 * @param random unpredictable, safe for use by any thread
 * @param nanos the node's own clock
 */
record Net(
    IoEventLoop loop,
    List<InetAddress> sources,
    Duration opening,
    Duration idle,
    RandomGenerator random,
    LongSupplier nanos) {
  /**
   * The address to send from, when it is not the system that chooses.
   *
   * @throws SocketException when none of ours is of the family of the target
   */
  Optional<InetAddress> source(InetSocketAddress target) throws SocketException {
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    Class<?> family =
        target.getAddress() instanceof Inet4Address ? Inet4Address.class : Inet6Address.class;
    List<InetAddress> fitting = sources.stream().filter(family::isInstance).toList();
    if (fitting.isEmpty()) {
      throw new SocketException("resolution.source-addresses has none of its family");
    }
    return Optional.of(fitting.get(random.nextInt(fitting.size())));
  }
}
