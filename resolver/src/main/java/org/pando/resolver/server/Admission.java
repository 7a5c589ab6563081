package org.pando.resolver.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.config.AllowRule;
import org.pando.resolver.config.Prefix;

/**
 * Who may ask: a resolver that answers strangers is a weapon. Any thread; what {@code local} means
 * is replaced when addresses change.
 */
public final class Admission {
  /** Loopback, RFC 1918, unique-local (RFC 4193), link-local. */
  private static final List<Prefix> ALWAYS_LOCAL =
      List.of(
          prefix("127.0.0.0", 8),
          prefix("::1", 128),
          prefix("10.0.0.0", 8),
          prefix("172.16.0.0", 12),
          prefix("192.168.0.0", 16),
          prefix("169.254.0.0", 16),
          prefix("fe80::", 10),
          prefix("fc00::", 7));

  private final List<AllowRule> rules;
  private volatile List<Prefix> allowed;

  /**
   * @param rules from the configuration
   * @param onLink the prefixes of this computer's own interfaces
   */
  public Admission(List<AllowRule> rules, List<Prefix> onLink) {
    this.rules = List.copyOf(rules);
    this.allowed = resolve(onLink);
  }

  /** Takes over the prefixes that this computer's interfaces have now. */
  public void onLink(List<Prefix> onLink) {
    allowed = resolve(onLink);
  }

  public boolean admits(InetAddress client) {
    byte[] address = client.getAddress();
    for (Prefix prefix : allowed) {
      if (prefix.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private List<Prefix> resolve(List<Prefix> onLink) {
    List<Prefix> result = new ArrayList<>();
    for (AllowRule rule : rules) {
      switch (rule) {
        case AllowRule.Local local -> {
          result.addAll(ALWAYS_LOCAL);
          result.addAll(onLink);
        }
        case Prefix prefix -> result.add(prefix);
      }
    }
    return List.copyOf(result);
  }

  private static Prefix prefix(String address, int length) {
    return Prefix.of(InetAddress.ofLiteral(address), length);
  }
}
