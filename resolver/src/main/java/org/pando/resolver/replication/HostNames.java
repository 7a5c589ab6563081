package org.pando.resolver.replication;

import java.net.InetAddress;
import java.util.List;

/** Looks names of members up in the DNS; waits, on virtual threads only. */
public interface HostNames {
  /** The addresses of a host, none when there are none or it fails. */
  List<InetAddress> addresses(String host) throws InterruptedException;

  /** The TXT values at a name, each whole; none when there are none or it fails. */
  List<String> texts(String name) throws InterruptedException;
}
