package org.pando.resolver.app;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.replication.HostNames;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Names of members, looked up by this node itself. Virtual threads. */
final class MemberNames implements HostNames {
  private final InternalLookup lookup;

  MemberNames(InternalLookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public List<InetAddress> addresses(String host) {
    List<InetAddress> addresses = new ArrayList<>();
    for (Record record : answers(host, Type.AAAA)) {
      if (record instanceof AAAARecord aaaa) {
        addresses.add(aaaa.getAddress());
      }
    }
    for (Record record : answers(host, Type.A)) {
      if (record instanceof ARecord a) {
        addresses.add(a.getAddress());
      }
    }
    return addresses;
  }

  @Override
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Record record : answers(name, Type.TXT)) {
      if (record instanceof TXTRecord txt) {
        texts.add(String.join("", txt.getStrings()));
      }
    }
    return texts;
  }

  private List<Record> answers(String name, int type) {
    try {
      return lookup
          .ask(new Name(name, Name.root), type, Trace.NONE)
          .reply()
          .getSection(Section.ANSWER);
    } catch (TextParseException e) {
      return List.of();
    }
  }
}
