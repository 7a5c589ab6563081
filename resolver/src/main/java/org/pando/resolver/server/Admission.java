package org.pando.resolver.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  private static final int REMEMBERED = 1 << 10;

  /** What was decided on a client. */
  private record Verdict(InetAddress client, boolean admitted) {}

  /** Prefixes, and what they said to the last clients: by hash, threads may overwrite others'. */
  private static final class Allowed {
    private final List<Prefix> prefixes;
    private final @Nullable Verdict[] verdicts = new Verdict[REMEMBERED];

    Allowed(List<Prefix> prefixes) {
      this.prefixes = prefixes;
    }

    boolean contains(InetAddress client) {
      int hash = client.hashCode() * 0x9e37_79b1;
      int place = hash >>> Integer.numberOfLeadingZeros(REMEMBERED - 1);
      Verdict verdict = verdicts[place];
      if (verdict == null || !verdict.client().equals(client)) {
        byte[] address = client.getAddress();
        verdict = new Verdict(client, prefixes.stream().anyMatch(p -> p.contains(address)));
        verdicts[place] = verdict;
      }
      return verdict.admitted();
    }
  }

  private final List<AllowRule> rules;
  private volatile Allowed allowed;

  /**
   * @param rules from the configuration
   * @param onLink the prefixes of this computer's own interfaces
   */
  public Admission(List<AllowRule> rules, List<Prefix> onLink) {
    this.rules = List.copyOf(rules);
    this.allowed = new Allowed(resolve(onLink));
  }

  /** Takes over the prefixes that this computer's interfaces have now. */
  public void onLink(List<Prefix> onLink) {
    List<Prefix> prefixes = resolve(onLink);
    if (!prefixes.equals(allowed.prefixes)) {
      allowed = new Allowed(prefixes);
    }
  }

  public boolean admits(InetAddress client) {
    return allowed.contains(client);
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
