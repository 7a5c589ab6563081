package org.pando.resolver.upstream;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.exchange.RacingExchange;
import org.pando.resolver.exchange.Verdict;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Asks servers for a host's addresses of one family, one after the other until one knows. Told the
 * time by whoever looks after it; guarded by itself, since replies come on any thread.
 */
final class HostLookup {
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
  private static final int MOST_ADDRESSES = 8;

  private final Query query;
  private final List<? extends RacingExchange.Runner> servers;
  private final List<InetAddress> addresses = new ArrayList<>();
  private long ttlSeconds = Integer.MAX_VALUE;
  private @Nullable Attempt attempt;
  private int asked = -1;
  private long askedAt;
  private boolean isOver;

  HostLookup(Name host, int type, List<? extends RacingExchange.Runner> servers, long now) {
    this.query = new Query(host, type, false, Trace.NONE);
    this.servers = List.copyOf(servers);
    next(now);
  }

  synchronized boolean isOver() {
    return isOver;
  }

  /** Empty when nobody knew any, or there are none. */
  synchronized List<InetAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** How long they are good for. */
  synchronized long ttlNanos() {
    return Duration.ofSeconds(ttlSeconds).toNanos();
  }

  /** Whoever is silent for long is no longer waited for. */
  synchronized void tend(long now) {
    if (!isOver && (attempt == null || now - askedAt >= PATIENCE)) {
      next(now);
    }
  }

  private synchronized void next(long now) {
    if (attempt != null) {
      attempt.cancel();
    }
    asked++;
    askedAt = now;
    isOver = asked == servers.size();
    int number = asked;
    attempt = isOver ? null : servers.get(number).ask(query, outcome -> heard(number, outcome));
  }

  /** After a failure the next is asked when somebody looks: no two are asked at once. */
  private synchronized void heard(int number, Outcome outcome) {
    if (isOver || number != asked) {
      return;
    }
    attempt = null;
    if (outcome instanceof Outcome.Replied(Message reply)
        && Verdict.of(reply) instanceof Verdict.Acceptable) {
      isOver = true;
      read(reply);
    }
  }

  /** The addresses of the host, and of what it is an alias for. */
  private void read(Message reply) {
    Name owner = query.name();
    for (Record rr : reply.getSection(Section.ANSWER)) {
      if (!rr.getName().equals(owner) || addresses.size() == MOST_ADDRESSES) {
        continue;
      }
      switch (rr) {
        case CNAMERecord alias -> owner = alias.getTarget();
        case ARecord a when a.getType() == query.type() -> addresses.add(a.getAddress());
        case AAAARecord a when a.getType() == query.type() -> addresses.add(a.getAddress());
        default -> {
          continue;
        }
      }
      ttlSeconds = Math.min(ttlSeconds, rr.getTTL());
    }
  }
}
