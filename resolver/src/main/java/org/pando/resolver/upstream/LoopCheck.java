package org.pando.resolver.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Finds upstreams that ask this node, at once or through others: each is asked for a name that
 * nobody else knows, and that name must not come back. Any thread.
 */
public final class LoopCheck {
  /** No top-level domain; names below it are of use to nobody. */
  private static final Name BELOW = Name.fromConstantString("pando-loop-check.");

  private final RandomGenerator random;
  private final Map<Name, Runnable> underWay = new ConcurrentHashMap<>();

  /**
   * @param random unpredictable, safe for use by any thread
   */
  public LoopCheck(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A question to ask one upstream.
   *
   * @param returned what to do when it comes back
   */
  Query begin(Runnable returned) {
    try {
      Name name = new Name(Long.toHexString(random.nextLong()), BELOW);
      underWay.put(name, returned);
      return new Query(name, Type.TXT, false, Trace.NONE);
    } catch (TextParseException e) {
      throw new IllegalStateException("a hexadecimal number is a label", e);
    }
  }

  /** The question was answered, or will not be: its name coming back later means nothing. */
  void end(Query question) {
    underWay.remove(question.name());
  }

  /** Whether somebody asks what this node asked; called with every name on its way out. */
  public boolean caught(Name name) {
    Runnable returned = name.subdomain(BELOW) ? underWay.get(name) : null;
    if (returned == null) {
      return false;
    }
    returned.run();
    return true;
  }
}
