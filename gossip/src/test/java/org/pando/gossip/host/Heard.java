package org.pando.gossip.host;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handler that notes what it hears, consumes what it is told to, and answers on demand. */
class Heard implements StreamHandler {
  final List<String> calls = new ArrayList<>();
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  boolean consumes = true;
  boolean echoes;
  @Nullable LoopStream stream;

  static Heard echo() {
    Heard heard = new Heard();
    heard.echoes = true;
    return heard;
  }

  LoopStream stream() {
    if (stream == null) {
      throw new AssertionError("not opened: " + calls);
    }
    return stream;
  }

  @Override
  public void opened(LoopStream opened) {
    stream = opened;
    calls.add("opened " + opened.protocol());
  }

  @Override
  public void data(LoopStream from, byte[] data) {
    bytes.writeBytes(data);
    if (consumes) {
      from.consumed(data.length);
    }
    if (echoes) {
      from.write(data);
    }
  }

  @Override
  public void ended(LoopStream from) {
    calls.add("ended");
    if (echoes) {
      from.end();
    }
  }

  @Override
  public void writable(LoopStream from) {
    calls.add("writable");
  }

  @Override
  public void closed(LoopStream from) {
    calls.add("closed " + (from.problem() == null ? "in order" : from.problem().kind()));
  }
}
