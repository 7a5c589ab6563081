package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Names that the public DNS has no say in: answered here, never asked of the upstream. */
final class SpecialNameRules {
  static final List<Rule> RULES = rules();

  private SpecialNameRules() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    answered(rules, "localhost.", Type.A, "A 127.0.0.1", "RFC 6761 6.3");
    answered(rules, "localhost.", Type.AAAA, "AAAA 0:0:0:0:0:0:0:1", "RFC 6761 6.3");
    answered(rules, "app.localhost.", Type.A, "A 127.0.0.1", "RFC 6761 6.3");
    answered(rules, "LOCALHOST.", Type.A, "A 127.0.0.1", "RFC 6761 6.3");
    answered(rules, "1.0.0.127.in-addr.arpa.", Type.PTR, "PTR localhost.", "RFC 6303 4.2");
    nonexistent(rules, "www.invalid.", "RFC 6761 6.4");
    nonexistent(rules, "www.test.", "RFC 6761 6.2");
    nonexistent(rules, "printer.local.", "RFC 6762 22");
    nonexistent(rules, "example.onion.", "RFC 7686 2");
    nonexistent(rules, "router.home.arpa.", "RFC 8375 4");
    nonexistent(rules, "example.alt.", "RFC 9476 2");
    nonexistent(rules, "1.2.0.10.in-addr.arpa.", "RFC 6303 4.1");
    nonexistent(rules, "1.1.168.192.in-addr.arpa.", "RFC 6303 4.1");
    nonexistent(rules, "1.1.16.172.in-addr.arpa.", "RFC 6303 4.1");
    nonexistent(rules, "1.1.254.169.in-addr.arpa.", "RFC 6303 4.2");
    nonexistent(rules, "0." + "0.".repeat(29) + "d.f.ip6.arpa.", "RFC 6303 4.4");
    nonexistent(rules, "0." + "0.".repeat(28) + "8.e.f.ip6.arpa.", "RFC 6303 4.5");
    return List.copyOf(rules);
  }

  private static void answered(
      List<Rule> rules, String name, int type, String answer, String source) {
    rules.add(special(name, type, Rcode.NOERROR, Optional.of(answer), source));
  }

  private static void nonexistent(List<Rule> rules, String name, String source) {
    rules.add(special(name, Type.A, Rcode.NXDOMAIN, Optional.empty(), source));
  }

  private static Rule special(
      String text, int type, int rcode, Optional<String> answer, String source) {
    String what = answer.orElse("nothing");
    return Rule.of(
        text + " " + Type.string(type) + " is " + what + ", and nobody is asked",
        source,
        client -> {
          Name name = Name.fromConstantString(text);
          int before = client.upstream().asked(name).size();
          Message reply = client.udp(question(name, type));
          unlessEqual(before, client.upstream().asked(name).size(), "questions upstream");
          Replies.rcode(reply, rcode, answer.isEmpty() ? Rcode.NOERROR : rcode);
          unlessEqual(answer.stream().toList(), Replies.answers(reply), "answer section");
        });
  }
}
