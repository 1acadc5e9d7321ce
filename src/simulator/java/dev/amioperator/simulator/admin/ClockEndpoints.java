package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.SimulatedClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Admin API endpoints for the clock of the AWS cloud. */
final class ClockEndpoints {
  private final SimulatedClock clock;

  ClockEndpoints(SimulatedClock clock) {
    this.clock = clock;
  }

  /** Change of the AWS cloud's clock: a step or a speed. */
  private record ClockDocument(String step, Double speed) {}

  List<Endpoint> all() {
    return List.of(
        Endpoint.withoutInput("GET", "/clock", "time and speed", this::show),
        new Endpoint(
            "POST",
            "/clock",
            "step the clock, or change its speed",
            "{\"step\": \"31d\"} or {\"speed\": 60}",
            (_, body) -> change(Json.read(body, ClockDocument.class))));
  }

  private AdminResponse show() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("time", clock.instant());
    state.put("speed", clock.speed());
    return AdminResponse.json(state);
  }

  private AdminResponse change(ClockDocument change) {
    if ((change.step() == null) == (change.speed() == null)) {
      throw new IllegalArgumentException("Give either step or speed");
    }
    if (change.step() != null) {
      clock.step(Durations.parse(change.step()));
    } else {
      clock.speed(change.speed());
    }
    return show();
  }
}
