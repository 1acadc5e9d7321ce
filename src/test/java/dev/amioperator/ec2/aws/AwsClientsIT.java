package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.WireServer;
import dev.amioperator.testing.MemberRoles;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The SDK's own clients with assumed roles, against the simulator over HTTP. */
class AwsClientsIT {
  private static final String HUB = "123456789012";
  private static final String MEMBER = "111122223333";
  private static final AccountRegion PLACE = new AccountRegion("prod", MEMBER, "eu-west-1");
  private static final List<String> SETTINGS =
      List.of(
          "aws.endpointUrl",
          "aws.region",
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.sessionToken");

  private final SimulatedCloud cloud = SimulatedCloud.create();
  private WireServer server;
  private AwsClients clients;
  private AwsReads reads;

  /** The operator's own credentials are a session, as those of IRSA and Pod Identity are. */
  @BeforeEach
  void start() throws IOException {
    server = WireServer.start(cloud, 0);
    String hub = cloud.seeds().role(HUB, "hub", null, HUB);
    Credentials own =
        cloud
            .sts(Caller.of(HUB))
            .assumeRole(r -> r.roleArn(hub).roleSessionName("eks-web-1"))
            .credentials();
    System.setProperty("aws.endpointUrl", server.endpoint().toString());
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.accessKeyId", own.accessKeyId());
    System.setProperty("aws.secretAccessKey", own.secretAccessKey());
    System.setProperty("aws.sessionToken", own.sessionToken());
    InstantSource clock = InstantSource.system();
    clients = new AwsClients(new ResponseDates(clock), clock);
    reads = new AwsReads(clients, new RateLimiter(clock));
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
    SETTINGS.forEach(System::clearProperty);
  }

  private AssumedRole role(String name, String externalId) {
    String arn = MemberRoles.seed(cloud.seeds(), MEMBER, name, externalId);
    return new AssumedRole(
        arn,
        "c1/prod",
        "ami-operator",
        Duration.ofMinutes(15),
        Map.of("amioperator.dev/cluster", "c1"));
  }

  private void listImages(AccountRegion region) {
    reads.images(region, ImageFilter.ownedBySelf(Map.of()), Optional.empty());
  }

  private void useMember() {
    clients.use("prod", Optional.of(role("images", "c1/prod")));
    clients.confirm("prod", clients.identify("prod"));
  }

  private List<String> describes() {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals("DescribeImages"))
        .map(call -> call.caller().principalArn() + " " + call.error())
        .toList();
  }

  @Test
  void chainsMemberRoleFromOwnSession() {
    useMember();
    listImages(PLACE);

    assertThat(describes())
        .containsExactly("arn:aws:sts::111122223333:assumed-role/images/ami-operator null");
    assertThat(cloud.journal().entries())
        .filteredOn(call -> call.action().equals("AssumeRole"))
        .last()
        .satisfies(
            call -> {
              assertThat(call.caller().principalArn()).endsWith("assumed-role/hub/eks-web-1");
              assertThat(call.parameters())
                  .contains("DurationSeconds=900", "ExternalId=c1/prod", "amioperator.dev/cluster");
            });
  }

  @Test
  void renewsSessionThatAwsEnded() {
    useMember();
    listImages(PLACE);
    cloud.endSessions(MEMBER);
    listImages(PLACE);

    assertThat(describes()).hasSize(3).element(1).asString().endsWith("RequestExpired");
  }

  @Test
  void namesPrincipalAndRoleOfRefusal() {
    clients.use("prod", Optional.of(role("strict", "other")));

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> clients.identify("prod"))
        .withMessageContainingAll(
            "assumed-role/hub/eks-web-1", "sts:AssumeRole on resource", "role/strict");
  }

  /** Closing an account's clients leaves the connections and credentials of the others. */
  @Test
  void closesClientsOfChangedAndRemovedAccounts() {
    clients.use("default", Optional.empty());
    clients.confirm("default", clients.identify("default"));
    useMember();
    listImages(PLACE);
    int open = clients.openClients();

    clients.use("prod", Optional.of(role("images-2", "c1/prod")));
    assertThat(clients.openClients()).isEqualTo(open - 2);
    clients.confirm("prod", clients.identify("prod"));
    listImages(PLACE);
    clients.remove("prod");

    listImages(new AccountRegion("default", HUB, "eu-west-1"));
    assertThat(describes())
        .extracting(line -> line.split(" ")[0])
        .containsExactly(
            "arn:aws:sts::111122223333:assumed-role/images/ami-operator",
            "arn:aws:sts::111122223333:assumed-role/images-2/ami-operator",
            "arn:aws:sts::123456789012:assumed-role/hub/eks-web-1");
  }

  @Test
  void sharesThreadsAmongClients() {
    clients.use("default", Optional.empty());
    clients.confirm("default", clients.identify("default"));
    Stream.of("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "us-east-1", "us-east-2")
        .forEach(region -> listImages(new AccountRegion("default", HUB, region)));

    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sdk-ScheduledExecutor")))
        .isEmpty();
  }

  @Test
  void knowsPartitions() {
    assertThat(clients.stsRegion()).isEqualTo("eu-west-1");
    assertThat(clients.partitionOf("cn-north-1")).isEqualTo("aws-cn");
    assertThat(clients.partitionOf("us-gov-east-1")).isEqualTo("aws-us-gov");
    assertThat(clients.partitionOf("ap-southeast-7")).isEqualTo("aws");
  }
}
