package org.pando.gossip.yamux;

import static org.pando.gossip.yamux.Header.ACK;
import static org.pando.gossip.yamux.Header.FIN;
import static org.pando.gossip.yamux.Header.RST;
import static org.pando.gossip.yamux.Header.SYN;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * One connection's streams, both directions. Bytes of the peer go in by {@link #receive}, ours come
 * out of {@link #output}; nothing received is kept here. Streams are named by their id, an unsigned
 * number; calls for a stream that is gone do nothing, for its end may be on its way. Owned by one
 * thread, the gossip loop. One file, as it is one state machine.
 *
 * <p>The rules that keep a peer within bounds: data beyond a stream's window, too many openings,
 * pings or frames without data, and frames that break the protocol all end the session, after a
 * GoAway of code 1; what we have to say to a peer that reads nothing is bounded too.
 */
public final class YamuxSession {
  /** What a stream's queue must fall to before {@link YamuxEvent.Writable} comes, in bytes. */
  public static final int LOW_WATER = 65_536;

  /** GoAway's code of an orderly end. */
  public static final int NORMAL = 0;

  private static final int PROTOCOL_ERROR = 1;
  private static final int MAX_FRAME_DATA = 16_384;
  private static final int SMALL_FRAME_DATA = 1_024;
  private static final int UNWANTED_BYTES = 4_096;
  private static final int MAX_UNACKNOWLEDGED = 256;
  private static final int MAX_REPLIES = 4_096;
  private static final long LAST_ID = 0xffff_ffffL;
  private static final long SECOND = 1_000_000_000L;
  private static final long KEEP_ALIVE = 30 * SECOND;
  private static final long SILENCE = 15 * SECOND;
  private static final long PATIENCE = 60 * SECOND;

  private final boolean dialer;
  private final YamuxLimits limits;
  private final Map<Integer, YamuxStream> streams = new HashMap<>();
  private final Allowance openings;
  private final Allowance pings;
  private final Allowance idleFrames;
  private long nextId;
  private int inbound;
  private int unacknowledged;
  private @Nullable String ended;

  private final byte[] head = new byte[Header.BYTES];
  private int headFilled;
  private @Nullable Header body;
  private @Nullable YamuxStream bodyStream;
  private long bodyLeft;

  private final Deque<Header> replies = new ArrayDeque<>();
  private final LinkedHashSet<YamuxStream> announcing = new LinkedHashSet<>();
  private final LinkedHashSet<YamuxStream> ready = new LinkedHashSet<>();
  private final List<YamuxEvent> drained = new ArrayList<>();
  private boolean goingAway;
  private boolean peerGoingAway;

  private boolean ticked;
  private boolean pinging;
  private long ping;
  private long pingedAt;
  private long heardAt;

  /**
   * @param dialer whether this node made the connection
   */
  public YamuxSession(boolean dialer, YamuxLimits limits) {
    this.dialer = dialer;
    this.limits = limits;
    this.nextId = dialer ? 1 : 2;
    this.openings = new Allowance(limits.openings(), Math.max(1, limits.openings() / 8));
    this.pings = new Allowance(limits.pings(), Math.max(1, limits.pings() / 16));
    this.idleFrames = new Allowance(limits.idleFrames(), Math.max(1, limits.idleFrames() / 8));
  }

  /**
   * Takes what the peer sent, cut anywhere.
   *
   * @param now nanoseconds
   * @throws GossipException PROTOCOL, LIMIT: the connection is to be cut, once {@link #output},
   *     which has the GoAway, is sent; the streams are gone
   */
  public List<YamuxEvent> receive(byte[] bytes, long now) throws GossipException {
    if (ended != null) {
      throw new GossipException(GossipException.Kind.CLOSED, ended);
    }
    heardAt = now;
    List<YamuxEvent> events = new ArrayList<>();
    try {
      int at = 0;
      while (at < bytes.length) {
        at += body == null ? header(bytes, at, now, events) : body(body, bytes, at, events);
      }
      return events;
    } catch (GossipException e) {
      abandon(e);
      throw e;
    }
  }

  /**
   * Opens a stream, of which the peer hears with the next {@link #output}.
   *
   * @throws GossipException CLOSED when one of the sides goes away, LIMIT when the peer has left
   *     256 streams unacknowledged, or the ids are used up
   */
  public int open() throws GossipException {
    if (ended != null || goingAway || peerGoingAway) {
      throw new GossipException(
          GossipException.Kind.CLOSED, "no new streams on this connection, it is ending");
    }
    if (unacknowledged >= MAX_UNACKNOWLEDGED) {
      throw GossipException.limit(
          "the peer has not acknowledged " + MAX_UNACKNOWLEDGED + " streams; wait until it does");
    }
    if (nextId > LAST_ID) {
      throw GossipException.limit("all stream ids of this connection are used; connect again");
    }
    YamuxStream stream = new YamuxStream((int) nextId, true, limits.window());
    nextId += 2;
    unacknowledged++;
    streams.put(stream.id, stream);
    announcing.add(stream);
    return stream.id;
  }

  /**
   * Queues bytes, however many; {@link #queued} tells the caller when to stop.
   *
   * @param bytes not to be changed afterwards
   * @throws IllegalStateException after {@link #end}
   */
  public void write(int stream, byte[] bytes) {
    YamuxStream to = streams.get(stream);
    if (to == null) {
      return;
    }
    if (to.endWanted) {
      throw new IllegalStateException(
          "bytes for stream " + Integer.toUnsignedString(stream) + " after its end");
    }
    to.queue(bytes);
    to.full |= to.queued() > LOW_WATER;
    if (to.sendable() > 0) {
      ready.add(to);
    }
  }

  /** How many bytes of the stream wait to be sent. */
  public long queued(int stream) {
    YamuxStream of = streams.get(stream);
    return of == null ? 0 : of.queued();
  }

  /** Ends our side behind what is queued. */
  public void end(int stream) {
    YamuxStream to = streams.get(stream);
    if (to != null) {
      to.endWanted = true;
      if (to.endDue()) {
        ready.add(to);
      }
    }
  }

  /** Gives the stream up, both sides, and drops what is queued. */
  public void reset(int stream) {
    YamuxStream to = streams.get(stream);
    if (to != null) {
      boolean unheardOf = to.greeting == SYN;
      forget(to);
      if (!unheardOf) {
        replies.add(new Header(FrameType.WINDOW_UPDATE, RST, stream, 0));
      }
    }
  }

  /**
   * Lets the peer send so much more on the stream.
   *
   * @param bytes of {@link YamuxEvent.Data} that are dealt with
   */
  public void consumed(int stream, int bytes) {
    YamuxStream of = streams.get(stream);
    if (of != null && of.consumed(bytes)) {
      announcing.add(of);
    }
  }

  /** Asks for a sign of life; does nothing while one is awaited. */
  public void ping(long now) {
    if (!pinging && ended == null) {
      pinging = true;
      ticked = true;
      pingedAt = now;
      heardAt = now;
      ping = (ping + 1) & 0xffff_ffffL;
      replies.add(new Header(FrameType.PING, SYN, 0, ping));
    }
  }

  /**
   * Says that no new streams are taken; those that are open go on.
   *
   * @param code {@link #NORMAL} in order
   */
  public void goAway(int code) {
    if (!goingAway && ended == null) {
      goingAway = true;
      replies.add(new Header(FrameType.GO_AWAY, 0, 0, code));
    }
  }

  /**
   * Pings every 30 seconds. To be called every few seconds.
   *
   * @throws GossipException TIMEOUT when the peer has been silent for 15 seconds after a ping, or
   *     has not answered it for 60: the connection is to be cut
   */
  public void onTick(long now) throws GossipException {
    if (!ticked) {
      ticked = true;
      pingedAt = now;
    }
    if (pinging && (now - heardAt >= SILENCE || now - pingedAt >= PATIENCE)) {
      GossipException dead =
          new GossipException(
              GossipException.Kind.TIMEOUT,
              "the peer has not answered a ping for " + (now - pingedAt) / SECOND + " s");
      abandon(dead);
      throw dead;
    }
    if (!pinging && now - pingedAt >= KEEP_ALIVE) {
      ping(now);
    }
  }

  /**
   * The next frames to send, of at most 16 KiB of data each and of each stream in turn.
   *
   * @param max how many bytes at most, 64 or more
   * @return empty when there is nothing to send
   */
  public byte[] output(int max) {
    FrameBuffer out = new FrameBuffer(max);
    while (!replies.isEmpty() && out.room() >= Header.BYTES) {
      replies.remove().write(out);
    }
    while (!announcing.isEmpty() && out.room() >= Header.BYTES) {
      YamuxStream stream = announcing.removeFirst();
      long credit = stream.grant();
      new Header(FrameType.WINDOW_UPDATE, stream.greeting, stream.id, credit).write(out);
      stream.greeting = 0;
    }
    while (!ready.isEmpty() && outputOf(ready.getFirst(), out)) {
      // the next stream's turn
    }
    return out.toArray();
  }

  /** What the sending of {@link #output} brought about since the last call: Writable. */
  public List<YamuxEvent> drained() {
    if (drained.isEmpty()) {
      return List.of();
    }
    List<YamuxEvent> events = List.copyOf(drained);
    drained.clear();
    return events;
  }

  /** How many streams are open. */
  public int streams() {
    return streams.size();
  }

  /** Writes the stream's next frame and gives up its turn; false when there is no room for it. */
  private boolean outputOf(YamuxStream stream, FrameBuffer out) {
    long wanted = Math.min(stream.sendable(), MAX_FRAME_DATA);
    int length = (int) Math.min(wanted, out.room() - Header.BYTES);
    boolean meagre = length < Math.min(wanted, SMALL_FRAME_DATA) && out.size() > 0;
    if (length < 0 || meagre || (length == 0 && wanted > 0)) {
      return false;
    }
    ready.remove(stream);
    if (stream.endDue()) {
      new Header(FrameType.WINDOW_UPDATE, FIN, stream.id, 0).write(out);
      stream.endSent = true;
      forgetWhenOver(stream);
      return true;
    }
    new Header(FrameType.DATA, 0, stream.id, length).write(out);
    stream.take(length, out);
    idleFrames.earn(2);
    if (stream.full && stream.queued() <= LOW_WATER) {
      stream.full = false;
      drained.add(new YamuxEvent.Writable(stream.id));
    }
    if (stream.sendable() > 0 || stream.endDue()) {
      ready.add(stream);
    }
    return true;
  }

  /** Takes the next bytes of a header, and the frame when it is whole and has no data. */
  private int header(byte[] bytes, int at, long now, List<YamuxEvent> events)
      throws GossipException {
    int part = Math.min(Header.BYTES - headFilled, bytes.length - at);
    System.arraycopy(bytes, at, head, headFilled, part);
    headFilled += part;
    if (headFilled == Header.BYTES) {
      headFilled = 0;
      frame(Header.decode(head, 0), now, events);
      if (replies.size() > MAX_REPLIES) {
        throw GossipException.limit(
            "the peer makes us answer and reads nothing; " + replies.size() + " answers wait");
      }
    }
    return part;
  }

  private void frame(Header header, long now, List<YamuxEvent> events) throws GossipException {
    switch (header.type()) {
      case DATA, WINDOW_UPDATE -> streamFrame(header, now, events);
      case PING -> {
        requireSession(header);
        pinged(header, now, events);
      }
      case GO_AWAY -> {
        requireSession(header);
        spend(idleFrames, 1, now, "GoAways");
        peerGoingAway = true;
        events.add(new YamuxEvent.GoneAway(header.length()));
      }
    }
  }

  private static void requireSession(Header header) throws GossipException {
    if (header.stream() != 0) {
      throw GossipException.protocol(
          "yamux "
              + header.type()
              + " on stream "
              + Integer.toUnsignedString(header.stream())
              + "; it belongs on 0");
    }
  }

  /** Flags in their order: SYN, ACK, then the data or window, then FIN and RST. */
  private void streamFrame(Header header, long now, List<YamuxEvent> events)
      throws GossipException {
    if (header.stream() == 0) {
      throw GossipException.protocol("yamux " + header.type() + " on stream 0, the session's own");
    }
    if (header.has(SYN)) {
      opened(header.stream(), now, events);
    }
    YamuxStream stream = streams.get(header.stream());
    if (stream != null && header.has(ACK)) {
      acknowledged(stream);
    }
    boolean data = header.type() == FrameType.DATA;
    if (data && header.length() > 0) {
      body = header;
      bodyLeft = header.length();
      bodyStream = receiver(header, stream, now);
      return;
    }
    spend(idleFrames, 1, now, "frames without data");
    if (!data && stream != null) {
      widened(stream, header.length());
    }
    flagsBehind(header, stream, events);
  }

  /** Who gets the body, once it is known to be within bounds; null when it is dropped. */
  private @Nullable YamuxStream receiver(Header header, @Nullable YamuxStream stream, long now)
      throws GossipException {
    if (header.length() > limits.window()) {
      throw GossipException.protocol(
          "yamux frame of "
              + header.length()
              + " bytes from the peer; no window was ever above "
              + limits.window());
    }
    if (stream == null || stream.peerEnded) {
      long cost = 1 + header.length() / UNWANTED_BYTES;
      spend(idleFrames, cost, now, "frames for streams that are not open");
      return null;
    }
    if (!stream.admit(header.length())) {
      throw GossipException.protocol(
          "the peer sent more on stream "
              + Integer.toUnsignedString(header.stream())
              + " than its window allows");
    }
    return stream;
  }

  private void opened(int id, long now, List<YamuxEvent> events) throws GossipException {
    if ((id & 1) == (dialer ? 1 : 0)) {
      throw GossipException.protocol(
          "the peer opened stream " + Integer.toUnsignedString(id) + ", an id of ours");
    }
    if (streams.containsKey(id)) {
      throw GossipException.protocol(
          "the peer opened stream " + Integer.toUnsignedString(id) + ", which is open");
    }
    spend(openings, 1, now, "streams opened");
    if (inbound >= limits.inboundStreams() || goingAway) {
      replies.add(new Header(FrameType.WINDOW_UPDATE, RST, id, 0));
      return;
    }
    YamuxStream stream = new YamuxStream(id, false, limits.window());
    inbound++;
    streams.put(id, stream);
    announcing.add(stream);
    events.add(new YamuxEvent.Opened(id));
  }

  private void acknowledged(YamuxStream stream) {
    if (stream.ours && !stream.acknowledged) {
      stream.acknowledged = true;
      unacknowledged--;
    }
  }

  private void widened(YamuxStream stream, long delta) throws GossipException {
    if (!stream.widen(delta)) {
      throw GossipException.protocol(
          "the peer widened the window of stream "
              + Integer.toUnsignedString(stream.id)
              + " beyond 2^32 - 1");
    }
    if (stream.sendable() > 0) {
      ready.add(stream);
    }
  }

  /** Hands on the bytes of a data frame that are there. */
  private int body(Header frame, byte[] bytes, int at, List<YamuxEvent> events) {
    int part = (int) Math.min(bodyLeft, bytes.length - at);
    YamuxStream stream = bodyStream;
    if (stream != null && !stream.gone) {
      stream.delivered(part);
      events.add(new YamuxEvent.Data(stream.id, Arrays.copyOfRange(bytes, at, at + part)));
    }
    bodyLeft -= part;
    if (bodyLeft == 0) {
      body = null;
      bodyStream = null;
      flagsBehind(frame, stream, events);
    }
    return part;
  }

  private void flagsBehind(Header header, @Nullable YamuxStream stream, List<YamuxEvent> events) {
    if (stream == null || stream.gone) {
      return;
    }
    if (header.has(FIN) && !stream.peerEnded) {
      stream.peerEnded = true;
      events.add(new YamuxEvent.Ended(stream.id));
      forgetWhenOver(stream);
    }
    if (header.has(RST) && !stream.gone) {
      forget(stream);
      events.add(new YamuxEvent.Reset(stream.id));
    }
  }

  private void pinged(Header header, long now, List<YamuxEvent> events) throws GossipException {
    boolean awaited = pinging && header.has(ACK) && header.length() == ping;
    if (awaited) {
      pinging = false;
      events.add(new YamuxEvent.Pong(now - pingedAt));
    }
    if (header.has(SYN) || !awaited) {
      spend(pings, 1, now, "pings");
    }
    if (header.has(SYN)) {
      replies.add(new Header(FrameType.PING, ACK, 0, header.length()));
    }
  }

  private static void spend(Allowance allowance, long tokens, long now, String of)
      throws GossipException {
    if (!allowance.take(tokens, now)) {
      throw GossipException.limit("too many yamux " + of + " from the peer in a short time");
    }
  }

  private void forgetWhenOver(YamuxStream stream) {
    if (stream.over()) {
      forget(stream);
    }
  }

  private void forget(YamuxStream stream) {
    stream.gone = true;
    stream.dropQueue();
    streams.remove(stream.id);
    announcing.remove(stream);
    ready.remove(stream);
    if (stream.ours) {
      acknowledged(stream);
    } else {
      inbound--;
    }
  }

  /** Drops everything but a GoAway, which a peer that is silent does not get. */
  private void abandon(GossipException why) {
    ended = "the connection is over: " + why.getMessage();
    for (YamuxStream stream : List.copyOf(streams.values())) {
      forget(stream);
    }
    replies.clear();
    drained.clear();
    if (why.kind() != GossipException.Kind.TIMEOUT) {
      replies.add(new Header(FrameType.GO_AWAY, 0, 0, PROTOCOL_ERROR));
    }
  }
}
