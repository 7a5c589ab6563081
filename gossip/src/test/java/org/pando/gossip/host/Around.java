package org.pando.gossip.host;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.pando.gossip.Surroundings;

/** Surroundings of real time and threads, with names that tests put in. */
public final class Around implements Surroundings.Names {
  final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
  final Map<String, List<String>> texts = new ConcurrentHashMap<>();

  /** Without names. */
  public static Surroundings real() {
    return real(new Around());
  }

  static Surroundings real(Surroundings.Names names) {
    return new Surroundings(
        Thread.ofPlatform().name("gossip-test").daemon().factory(),
        Executors.newVirtualThreadPerTaskExecutor(),
        System::nanoTime,
        InstantSource.system(),
        new SecureRandom(),
        names);
  }

  @Override
  public List<InetAddress> addresses(String host) {
    return addresses.getOrDefault(host, List.of());
  }

  @Override
  public List<String> texts(String name) {
    return texts.getOrDefault(name, List.of());
  }
}
