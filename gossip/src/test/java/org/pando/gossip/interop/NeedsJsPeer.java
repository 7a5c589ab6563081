package org.pando.gossip.interop;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests against js-libp2p. Where Node or its modules are missing they are skipped, and standard
 * error says what to run; with {@code PANDO_REQUIRE_INTEROP=1} in the environment they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsJsPeer.Condition.class)
@interface NeedsJsPeer {
  /** Looks for Node and for the modules of the peer. */
  final class Condition implements ExecutionCondition {
    private static final int MIN_NODE = 20;
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String problem =
          problem(nodeVersion(), Files.isDirectory(JsPeer.FOLDER.resolve("node_modules")));
      if (problem.isEmpty()) {
        return ConditionEvaluationResult.enabled("js-libp2p is there");
      }
      if ("1".equals(System.getenv("PANDO_REQUIRE_INTEROP"))) {
        throw new IllegalStateException(problem);
      }
      if (!TOLD.getAndSet(true)) {
        System.err.println("tests against js-libp2p are skipped: " + problem);
      }
      return ConditionEvaluationResult.disabled(problem);
    }

    /** What is missing and what to run; empty when nothing is. */
    static String problem(String version, boolean modules) {
      if (version.isEmpty()) {
        return "node is not on the PATH: install Node.js " + MIN_NODE + " or later";
      }
      if (major(version) < MIN_NODE) {
        return "node is "
            + version
            + ", js-libp2p needs "
            + MIN_NODE
            + " or later: install a newer Node.js";
      }
      return modules
          ? ""
          : "its modules are not there: run npm ci in gossip/" + JsPeer.DEFAULT_FOLDER;
    }

    private static int major(String version) {
      String digits = version.replaceFirst("^v(\\d+).*$", "$1");
      return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : 0;
    }

    private static String nodeVersion() {
      try {
        Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
        node.getOutputStream().close();
        return new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        return "";
      }
    }
  }
}
