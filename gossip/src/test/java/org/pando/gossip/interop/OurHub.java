package org.pando.gossip.interop;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.pando.gossip.GossipException;
import org.pando.gossip.Topic;
import org.pando.gossip.Verdict;

/**
 * A node of ours that takes of {@code peer.mjs}'s commands {@code publish}, so that both are
 * measured alike: {@code java … OurHub TOPIC}. The end of its input ends it.
 */
final class OurHub {
  private OurHub() {}

  public static void main(String[] arguments)
      throws IOException, GossipException, InterruptedException {
    try (OurPeer ours = OurPeer.start();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      ours.node().subscribe(new Topic(arguments[0], 65_536), (payload, from) -> Verdict.ACCEPT);
      JsonObject listening = event("listening");
      listening.addProperty("peer", ours.id());
      JsonArray addresses = new JsonArray();
      addresses.add(ours.address());
      listening.add("addrs", addresses);
      System.out.println(listening);
      Random random = new Random(1);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonObject command = JsonParser.parseString(line).getAsJsonObject();
        byte[] message = new byte[command.get("size").getAsInt()];
        for (int i = command.get("count").getAsInt(); i > 0; i--) {
          random.nextBytes(message);
          ours.node().publish(command.get("topic").getAsString(), message.clone());
        }
        JsonObject done = event("done");
        done.add("id", command.get("id"));
        System.out.println(done);
      }
    }
  }

  private static JsonObject event(String name) {
    JsonObject event = new JsonObject();
    event.addProperty("event", name);
    return event;
  }
}
