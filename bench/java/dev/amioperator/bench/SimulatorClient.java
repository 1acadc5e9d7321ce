package dev.amioperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Client of the admin API of the simulated EC2. */
final class SimulatorClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Ec2Call> calls = new ArrayList<>();

  SimulatorClient(URI address) {
    this.address = address;
  }

  /** Creates resources from a seed in YAML. */
  void seed(String yaml) {
    post("/seed", yaml);
  }

  /** Sets the duration of copies, and the quotas of a run. */
  void settings(CopyLoad load) {
    post(
        "/settings",
        """
        {"timing": {"overhead": "%ds", "mibPerSecond": %d},
         "quotas": {"imageCopies": %d, "snapshotCopiesOfImages": %b, "snapshotCopies": %d},
         "throttling": true}
        """
            .formatted(
                CopyLoad.OVERHEAD.toSeconds(),
                CopyLoad.MIB_PER_SECOND,
                load.imageQuota(),
                load.snapshotQuota() > 0,
                Math.max(1, load.snapshotQuota())));
  }

  /** Limits requests as EC2 does. */
  void throttle() {
    post("/settings", "{\"throttling\": true}");
  }

  /** Relation of simulated and real time. */
  SimulatedTime time(double speed) {
    Instant before = Instant.now();
    Instant simulated = Instant.parse(parse(get("/clock")).path("time").asText());
    Duration trip = Duration.between(before, Instant.now());
    return new SimulatedTime(before.plus(trip.dividedBy(2)), simulated, speed);
  }

  /** Simulated time as a function of real time. */
  record SimulatedTime(Instant realOrigin, Instant origin, double speed) {
    Instant at(Instant real) {
      return origin.plus(simulated(Duration.between(realOrigin, real)));
    }

    Duration simulated(Duration real) {
      return Duration.ofNanos((long) (real.toNanos() * speed));
    }
  }

  /** All EC2 calls so far; the simulator keeps the newest only, so this is called regularly. */
  List<Ec2Call> calls() {
    long last = calls.isEmpty() ? 0 : calls.getLast().sequence();
    get("/journal?since=" + last)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Ec2Call.of(parse(line)))
        .forEach(calls::add);
    return List.copyOf(calls);
  }

  /** Ids of images and snapshots that were created and not deleted. */
  List<String> leftovers() {
    List<String> ids = new ArrayList<>();
    parse(get("/journal/leftovers")).forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(String path) {
    return send(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  private void post(String path, String body) {
    send(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.ofString(body)).build());
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(request.uri() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
