package org.pando.resolver.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Registry;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.LookupReport;
import org.pando.resolver.control.Lookups;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code pando resolve}: asks as a client would, through the same handler. Virtual threads. */
final class ControlLookups implements Lookups {
  private final InternalLookup lookup;
  private final Registry registry;
  private final LongSupplier nanos;

  /**
   * @param registry whose first network a name without a dot is meant in
   */
  ControlLookups(InternalLookup lookup, Registry registry, NodeClock clock) {
    this.lookup = lookup;
    this.registry = registry;
    this.nanos = clock.nanos();
  }

  @Override
  public LookupReport resolve(String name, String type, boolean trace) throws ControlException {
    Name full = fullName(name);
    int typeNumber = type(type);
    Recorder recorder = new Recorder(nanos);
    InternalLookup.Answered answered = ask(full, typeNumber, recorder);
    WireAnswer answer = answered.answer();
    Message reply = answered.reply();
    return new LookupReport(
        full.toString(),
        Type.string(typeNumber),
        Rcode.string(answer.rcode()),
        flags(reply),
        reply.getSection(Section.ANSWER).stream().map(Record::toString).toList(),
        recorder.answeredBy(),
        extendedError(answer.error()),
        recorder.elapsed(),
        trace ? recorder.steps() : List.of());
  }

  private InternalLookup.Answered ask(Name name, int type, Trace trace) throws ControlException {
    try {
      return lookup.ask(name, type, trace);
    } catch (IllegalArgumentException e) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          Type.string(type) + " is a type that no resolver answers; ask for A, AAAA or the like",
          e);
    }
  }

  private Name fullName(String text) throws ControlException {
    boolean bare = !text.contains(".");
    return TypedName.of(text, bare ? registry.networks().getFirst().suffix() : Name.root);
  }

  private static int type(String text) throws ControlException {
    int type = Type.value(text.toUpperCase(Locale.ROOT), true);
    if (type < 0) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          "'" + text + "' is no record type; examples: A, AAAA, TXT, MX, TYPE65");
    }
    return type;
  }

  private static List<String> flags(Message reply) {
    List<String> flags = new ArrayList<>();
    for (int flag : new int[] {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD}) {
      if (reply.getHeader().getFlag(flag)) {
        flags.add(Flags.string(flag));
      }
    }
    return flags;
  }

  private static LookupReport.@Nullable ExtendedError extendedError(@Nullable ExtendedError error) {
    return error == null
        ? null
        : new LookupReport.ExtendedError(error.code().number(), error.text());
  }

  /** Collects the steps of one question; several threads tell it of theirs. */
  private static final class Recorder implements Trace {
    private final LongSupplier nanos;
    private final long begin;
    private final List<LookupReport.Step> steps = new ArrayList<>();
    private long last;
    private @Nullable Step answeredBy;

    Recorder(LongSupplier nanos) {
      this.nanos = nanos;
      this.begin = nanos.getAsLong();
      this.last = begin;
    }

    @Override
    public synchronized void step(Step step, boolean answered, String detail) {
      long now = nanos.getAsLong();
      steps.add(new LookupReport.Step(step.text(), detail, Duration.ofNanos(now - last)));
      last = now;
      if (answered) {
        answeredBy = step;
      }
    }

    synchronized List<LookupReport.Step> steps() {
      return List.copyOf(steps);
    }

    synchronized String answeredBy() {
      return answeredBy == null ? "nobody" : answeredBy.text();
    }

    synchronized Duration elapsed() {
      return Duration.ofNanos(nanos.getAsLong() - begin);
    }
  }
}
