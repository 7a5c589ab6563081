package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/**
 * Where an operation stands in the life of a name.
 *
 * @param name the label
 * @param g the number of the operation, 0 for a name's first CLAIM
 * @param prev opHash of operation g-1, null when g is 0
 * @param tenure the number of the tenure, at most g
 */
public record Step(String name, long g, @Nullable Bytes prev, long tenure) {
  /** The first operation of a name that nobody had before. */
  public static Step first(String name) {
    return new Step(name, 0, null, 0);
  }

  /** Keys 2 to 5 of an operation on a name. */
  static Step read(MapReader map) throws InvalidException {
    String name = map.text(2, Fields.NAME);
    Label.check(name);
    long g = map.uint(3, 0, Fields.U32);
    Bytes prev = Fields.optionalHash(map, 4);
    Step step = new Step(name, g, prev, map.uint(5, 0, Fields.U32));
    step.checkNumbers();
    return step;
  }

  private void checkNumbers() throws InvalidException {
    if (tenure > g) {
      throw invalid("tenure " + tenure + " is above the number of the operation, " + g);
    }
    if ((prev == null) != (g == 0)) {
      throw invalid("every operation but the first names the one before");
    }
  }

  /** An operation that cannot be the first one of a name (V7). */
  void checkNotFirst(boolean beginsTenure) throws InvalidException {
    if (g == 0 || (beginsTenure && tenure == 0)) {
      throw invalid("operation " + g + " of tenure " + tenure + " must be a CLAIM");
    }
  }

  private InvalidException invalid(String what) {
    return new InvalidException(Rule.V7, "operation on " + name, what);
  }

  void write(MapWriter map) {
    map.text(2, name).uint(3, g).bytes(4, prev).uint(5, tenure);
  }
}
