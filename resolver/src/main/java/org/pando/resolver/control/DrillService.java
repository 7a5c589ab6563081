package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.util.List;

/** Rehearsals of outages. */
public interface DrillService {
  /**
   * Rehearses one outage; takes as long as was asked for, or until another one is asked for. Called
   * on a thread that may block.
   *
   * @throws ControlException INVALID for an operator or a mode that is not there, NOT_FOUND when
   *     there is no name to ask for, CONFLICT when it was ended
   */
  Rehearsal drill(Outage outage) throws ControlException;

  /**
   * What is rehearsed.
   *
   * @param operator whose upstreams break
   * @param mode how: {@code blackhole}, {@code servfail}, {@code slow}, {@code loss}, {@code clock}
   * @param length such as {@code 5s}; at most ten minutes
   * @param names what to ask for; none: what the node's clients ask for most
   */
  record Outage(String operator, String mode, String length, List<String> names) {}

  /**
   * What a rehearsal has shown.
   *
   * @param asked how many questions
   * @param failedAlone how many of them a computer that asks that operator only could not have had
   *     answered
   * @param failed how many this node could not have answered
   * @param answeredBy by whom the others were answered, the most first
   * @param median half of the answers took no longer
   * @param slowest of the answers
   * @param failures some of the questions that failed
   */
  record Rehearsal(
      String operator,
      String mode,
      int asked,
      int failedAlone,
      int failed,
      List<Saviour> answeredBy,
      @SerializedName("medianMillis") Duration median,
      @SerializedName("slowestMillis") Duration slowest,
      List<Failure> failures) {}

  /**
   * Who answered.
   *
   * @param by an operator, or {@code the cache}
   */
  record Saviour(String by, int answers) {}

  /** A question that failed. */
  record Failure(String name, String type, String why) {}
}
