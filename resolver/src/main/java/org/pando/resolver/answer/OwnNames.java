package org.pando.resolver.answer;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Names that this node answers for by itself, as the slow lane sees them: it follows aliases from
 * one of these to the other, and out. Any thread; never blocks.
 */
public interface OwnNames {
  /** What is known of a name. */
  sealed interface Found {
    /** Everything. */
    record Answered(Answer answer) implements Found {}

    /**
     * That it is an alias, whose end is not known here.
     *
     * @param chain the records that say so
     * @param target where the last one leads
     */
    record Alias(List<Record> chain, Name target) implements Found {
      public Alias {
        chain = List.copyOf(chain);
      }
    }

    /** Nothing: it is somebody else's. */
    record Unknown() implements Found {}
  }

  Step step();

  /**
   * @throws ResolutionException when it is one of these names, but has no answer
   */
  Found find(Name name, int type) throws ResolutionException;
}
