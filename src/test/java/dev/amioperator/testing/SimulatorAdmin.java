package dev.amioperator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Client of the simulator's admin API for EC2 calls and leftovers. */
public record SimulatorAdmin(URI address) {
  private static final Pattern ID = Pattern.compile("\"([a-z]+-[0-9a-f]+)\"");

  /** Ids of EC2 resources created and not deleted. */
  public List<String> leftovers() {
    return ID.matcher(get("/journal/leftovers")).results().map(match -> match.group(1)).toList();
  }

  /** EC2 calls of an action so far, each a JSON object on its own line. */
  public List<String> calls(String action) {
    return get("/journal?action=" + action).lines().filter(line -> !line.isBlank()).toList();
  }

  /** Number of calls of each EC2 action, as JSON. */
  public String counts() {
    return get("/journal/counts");
  }

  /** All EC2 ids in a text, such as a journal line. */
  public static List<String> ids(String text) {
    return ID.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private String get(String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
