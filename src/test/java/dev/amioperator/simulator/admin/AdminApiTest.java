package dev.amioperator.simulator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Region;

class AdminApiTest {
  private static final String INSTANCE = "i-0123456789abcdef0";

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-01-01T00:00:00Z")));
  private final AdminApi api = new AdminApi(cloud);
  private final Ec2Client ec2 = cloud.ec2(Caller.of("123456789012"), "eu-west-1");

  private String get(String path, String query) {
    AdminResponse answer = api.handle("GET", path, query, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private String get(String path) {
    return get(path, null);
  }

  private String post(String path, String body) {
    AdminResponse answer = api.handle("POST", path, null, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private String createImage(String name) {
    return ec2.createImage(request -> request.instanceId(INSTANCE).name(name)).imageId();
  }

  private void seedInstance() {
    post("/seed", "instances: [{id: %s, region: eu-west-1}]".formatted(INSTANCE));
  }

  @Test
  void listsEveryEndpoint() {
    assertThat(get("/"))
        .contains("/healthz", "/journal", "/world", "/clock", "/faults", "/seed", "/reset");
  }

  @Test
  void filtersJournalByActionRegionAndSequence() {
    seedInstance();
    createImage("web");
    ec2.describeImages();
    ec2.describeImages();

    assertThat(get("/journal").lines()).hasSize(3);
    assertThat(get("/journal", "action=DescribeImages").lines()).hasSize(2);
    assertThat(get("/journal", "action=DescribeImages&since=2").lines()).hasSize(1);
    assertThat(get("/journal", "region=us-east-1")).isEmpty();
    assertThat(get("/journal", "action=CreateImage"))
        .contains("\"account\":\"123456789012\"", "\"region\":\"eu-west-1\"", "Name=web")
        .doesNotContain("\"error\"");
    assertThat(get("/journal/counts")).isEqualTo("{\"CreateImage\":1,\"DescribeImages\":2}\n");
  }

  @Test
  void listsLeftovers() {
    seedInstance();
    String image = createImage("web");
    cloud.clock().step(Duration.ofDays(1));

    assertThat(get("/journal/leftovers")).contains("\"" + image + "\"", "\"snap-");
    ec2.deregisterImage(request -> request.imageId(image).deleteAssociatedSnapshots(true));
    assertThat(get("/journal/leftovers")).isEqualTo("[]\n");
  }

  @Test
  void showsResourcesWithoutJournalEntry() {
    seedInstance();
    String image = createImage("web");

    assertThat(get("/world"))
        .contains(
            "\"region\":\"eu-west-1\",\"id\":\"%s\",\"name\":\"web\",\"state\":\"pending\""
                .formatted(image));
    assertThat(cloud.journal().lastSequence()).isEqualTo(1);
  }

  @Test
  void changesClock() {
    assertThat(post("/clock", "{\"step\":\"31d\"}")).contains("2026-02-01T00:00:00Z");
    assertThat(cloud.clock().instant()).isEqualTo("2026-02-01T00:00:00Z");

    assertThat(post("/clock", "{\"speed\":60}")).contains("\"speed\":60.0");
    assertThat(cloud.clock().speed()).isEqualTo(60);
  }

  @Test
  void enablesAndDisablesRegion() {
    assertThat(post("/regions", "{\"region\":\"af-south-1\",\"enabled\":true}"))
        .contains("\"enabled\":true");
    assertThat(regions()).contains("af-south-1");

    post("/regions", "{\"account\":\"123456789012\",\"region\":\"af-south-1\",\"enabled\":false}");
    assertThat(regions()).doesNotContain("af-south-1");
  }

  private List<String> regions() {
    return ec2.describeRegions().regions().stream().map(Region::regionName).toList();
  }

  @Test
  void addsListsAndRemovesFaults() {
    String fault =
        """
        {"action":"CopyImage","region":"eu-west-1","count":3,"probability":0.5,\
        "effect":"refuse","code":"InternalError","message":"Injected fault.","status":500}\
        """;

    assertThat(post("/faults", fault)).isEqualTo("{\"id\":\"fault-1\"}\n");
    assertThat(get("/faults")).isEqualTo("{\"fault-1\":" + fault + "}\n");

    assertThat(api.handle("DELETE", "/faults", "id=fault-1", "").body()).isEqualTo("{}\n");
    assertThat(cloud.faults().rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"effect":"throttle"}                         | Throttle[]
          {"effect":"latency","duration":"5s"}          | Latency[duration=PT5S]
          {"effect":"loseAnswer"}                       | LoseAnswer[]
          {"effect":"resetConnection"}                  | ResetConnection[]
          {"effect":"outage","region":"eu-west-1"}      | Outage[]
          {"effect":"failLater","code":"c","message":"m"} | FailLater[code=c, message=m]
          """)
  void knowsEveryEffect(String document, String effect) {
    post("/faults", document);

    assertThat(cloud.faults().rules().get("fault-1").effect()).hasToString(effect);
  }

  @Test
  void addsAndRemovesDenials() {
    seedInstance();
    String denial =
        """
        {"principal":"arn:aws:iam::123456789012:user/*","action":"ec2:CreateImage",\
        "explicit":false,"region":"eu-*","organization":true}\
        """;

    assertThat(post("/denials", denial)).isEqualTo("[" + denial + "]\n");
    assertThatThrownBy(() -> createImage("web")).hasMessageContaining("not authorized");

    api.handle("DELETE", "/denials", null, "");
    assertThat(createImage("web")).startsWith("ami-");
  }

  @Test
  void changesGivenSettingsOnly() {
    String before = get("/settings");

    String after =
        post(
            "/settings",
            """
            {"timing":{"visibility":"3s"},"quotas":{"snapshotCopies":7},"throttling":true}\
            """);

    assertThat(before).contains("\"visibility\":\"0s\"", "\"throttling\":false");
    assertThat(after)
        .isEqualTo(
            before
                .replace("\"visibility\":\"0s\"", "\"visibility\":\"3s\"")
                .replace("\"snapshotCopies\":20", "\"snapshotCopies\":7")
                .replace("\"throttling\":false", "\"throttling\":true"));
    assertThat(cloud.timing().visibility()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void seedsAccountsKeysAndRules() {
    post(
        "/seed",
        """
        settings: {timing: {lingering: 1h}}
        accounts:
        - id: "111122223333"
          roles: [{name: images, externalId: secret, trusted: ["123456789012"]}]
          accessKeys: [{id: AKIAIOSFODNN7EXAMPLE, user: ci}]
        kmsKeys: [{region: eu-west-1, alias: alias/images, trusted: ["111122223333"]}]
        retentionRules: [{region: eu-west-1, resourceType: image, days: 7}]
        """);

    assertThat(cloud.timing().lingering()).isEqualTo(Duration.ofHours(1));
    assertThat(cloud.caller("AKIAIOSFODNN7EXAMPLE").orElseThrow().principalArn())
        .isEqualTo("arn:aws:iam::111122223333:user/ci");
    assertThat(
            cloud
                .sts(Caller.of("123456789012"))
                .assumeRole(
                    r ->
                        r.roleArn("arn:aws:iam::111122223333:role/images")
                            .roleSessionName("test")
                            .externalId("secret"))
                .assumedRoleUser()
                .arn())
        .endsWith(":assumed-role/images/test");
  }

  @Test
  void resetsEverythingExceptTime() {
    seedInstance();
    createImage("web");
    post("/faults", "{\"effect\":\"throttle\"}");
    post("/denials", "{\"action\":\"ec2:*\"}");
    post("/settings", "{\"throttling\":true}");
    post("/clock", "{\"step\":\"1h\"}");

    post("/reset", "");

    assertThat(get("/world")).isEqualTo("{\"images\":[],\"snapshots\":[],\"instances\":[]}\n");
    assertThat(get("/journal")).isEmpty();
    assertThat(get("/faults")).isEqualTo("{}\n");
    assertThat(get("/denials")).isEqualTo("[]\n");
    assertThat(cloud.throttling().enabled()).isFalse();
    assertThat(cloud.clock().instant()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(ec2.describeImages().images()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST | /clock   |         | {"step":"31"}             | 400 | such as 90m, not 31
          POST | /clock   |         | {"step":"1s","speed":2}   | 400 | either step or speed
          POST | /clock   |         | {"speed":-1}              | 400 | speed
          POST | /clock   |         | {"velocity":1}            | 400 | Unknown field velocity
          POST | /clock   |         | {                         | 400 | line 1
          POST | /faults  |         | {"effect":"explode"}      | 400 | effect: refuse, throttle
          POST | /faults  |         | {"effect":"latency"}      | 400 | needs the field duration
          POST | /faults  |         | {"effect":"throttle","probability":2} | 400 | from 0 to 1
          POST | /regions |         | {"region":"moon-1","enabled":true} | 400 | Unknown region moon-1
          POST | /regions |         | {"region":"af-south-1"}   | 400 | enabled is missing
          POST | /denials |         | {"principal":"*"}         | 400 | needs an action
          POST | /settings |        | {"quotas":{"images":0}}   | 400 | at least 1, not 0
          GET  | /journal | since=x |                           | 400 | sequence number
          GET  | /journal | who=me  |                           | 400 | Unknown filter who
          GET  | /faults  | a       |                           | 400 | ?name=value
          DELETE | /faults | id=f   |                           | 400 | Unknown fault f
          DELETE | /clock |         |                           | 405 | takes GET, POST
          GET  | /time    |         |                           | 404 | Unknown path /time
          POST | /seed    |         | instances: [{id: i-1}]    | 400 | region is missing, in instances [0]
          POST | /seed    |         | instances: [{region: mars}] | 400 | Unknown region mars
          POST | /seed    |         | images: [{region: eu-west-1, name: web, platform: mac}] | 400 | not mac
          """)
  void rejectsInvalidRequest(
      String method, String path, String query, String body, int status, String message) {
    AdminResponse answer = api.handle(method, path, query, body == null ? "" : body);

    assertThat(answer.body()).contains(message);
    assertThat(answer.status()).isEqualTo(status);
  }
}
