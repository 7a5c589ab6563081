package org.pando.resolver.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.pando.resolver.answer.Query;

/**
 * What a rehearsal has shown.
 *
 * @param asked how many questions
 * @param failedAlone how many of them a computer that asks the impaired operator only could not
 *     have answered
 * @param failures how many this node could not have answered, and why
 * @param answeredBy how many were answered by whom, the most first
 * @param median half of the answers took no longer; zero when there are none
 * @param slowest of the answers
 */
public record DrillResult(
    int asked,
    int failedAlone,
    List<Failed> failures,
    Map<String, Integer> answeredBy,
    Duration median,
    Duration slowest) {
  /**
   * A question without an answer.
   *
   * @param why for people
   */
  public record Failed(Query query, String why) {}
}
