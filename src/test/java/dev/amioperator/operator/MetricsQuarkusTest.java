package dev.amioperator.operator;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Seeds.SeedTarget;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What /q/metrics shows after objects of each kind were reconciled. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class MetricsQuarkusTest {
  /** A region without objects of other tests. */
  private static final String REGION = "ca-central-1";

  /** A metric's name in the first column of the reference. */
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(ami_operator_\\w+)` ");

  private static final Pattern SCRAPED = Pattern.compile("(?m)^# TYPE (ami_operator_\\w+) ");

  /** Without a series once no copy waits or is in progress; CopyQueueMetricsTest shows them. */
  private static final Set<String> WHILE_COPYING =
      Set.of("ami_operator_copy_queue_position", "ami_operator_copy_progress_percent");

  @TestHTTPResource("/q/metrics")
  URL metrics;

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  @Inject RateLimiter rateLimiter;

  private SimulatedCloud cloud;

  @BeforeEach
  void reconcileEachKind() {
    cloud = ((SimulatedAws) clients).cloud();
    Manifests.apply(kubernetes, Manifests.account());
    String source = home().image(ImageSeed.named("measured"));
    String missing = "ami-00000000000000000";
    create(Manifests.existing("measured-missing", missing));
    create(Manifests.copyOf("measured", source, REGION));
    create(policy());
    await(AmiImage.class, "measured-missing", status -> reason(status).equals("SourceNotFound"));
    await(AmiCopy.class, "measured", ConditionedStatus::ready);
    await(AmiRetentionPolicy.class, "measured", ConditionedStatus::ready);
    delayACall();
  }

  private void create(HasMetadata object) {
    if (kubernetes.resource(object).get() == null) {
      kubernetes.resource(object).create();
    }
  }

  private static AmiRetentionPolicy policy() {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withNamespace(NAMESPACE).withName("measured").build());
    policy.setSpec(
        Serialization.unmarshal(
            """
            regions: [%s]
            select: {names: [measured]}
            keep: {newest: 1}
            retire: {deregister: 30d}
            """
                .formatted(REGION),
            AmiRetentionPolicySpec.class));
    return policy;
  }

  /** Another region's limit, which no object needs. */
  private void delayACall() {
    AccountRegion elsewhere = new AccountRegion("default", Ec2Fixtures.ACCOUNT, "sa-east-1");
    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(
            () -> {
              for (int call = 0; call < 10; call++) {
                rateLimiter.acquire(elsewhere, ActionClass.LAUNCH, "RunInstances");
              }
            });
  }

  /** Both ways: no metric without a line in the reference, and no line without a metric. */
  @Test
  void documentsEveryMetric() throws IOException {
    Set<String> documented =
        names(DOCUMENTED, Files.readString(Path.of("docs", "reference", "metrics.md")));
    Set<String> scraped = names(SCRAPED, scrape());

    assertThat(documented).containsAll(scraped).containsAll(WHILE_COPYING);
    documented.removeAll(WHILE_COPYING);
    assertThat(scraped).containsAll(documented);
  }

  @Test
  void showsObjectsCallsAndWrites() throws IOException {
    assertThat(scrape())
        .contains("ami_operator_objects{kind=\"AmiCopy\",ready=\"true\",reason=\"Available\"")
        .contains("ami_operator_refusals_total{kind=\"AmiImage\",reason=\"SourceNotFound\"")
        .contains("ami_operator_leader 1.0")
        .contains("ami_operator_scan_age_seconds{account=\"123456789012\",region=\"ca-central-1\"")
        .containsPattern(
            "ami_operator_kubernetes_writes_total\\{code=\"200\",resource=\"amicopies/status\"")
        .containsPattern(
            "ami_operator_aws_calls_total\\{account=\"123456789012\",action=\"CopyImage\"");
  }

  /** A reconcile that has just begun may still make a few calls. */
  @Test
  void scrapesWithoutCallingEc2() throws IOException {
    int scrapes = 50;
    long before = cloud.journal().lastSequence();
    for (int scrape = 0; scrape < scrapes; scrape++) {
      scrape();
    }

    assertThat(cloud.journal().entriesAfter(before)).hasSizeLessThan(scrapes);
  }

  private SeedTarget home() {
    return cloud.seeds().target(Ec2Fixtures.ACCOUNT, Manifests.HOME);
  }

  private String scrape() throws IOException {
    URLConnection request = metrics.openConnection();
    request.setRequestProperty("Accept", "text/plain");
    try (InputStream response = request.getInputStream()) {
      return new String(response.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1).replaceFirst("_max$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String reason(ConditionedStatus status) {
    return status.conditions().getFirst().reason();
  }

  private <R extends CustomResource<?, ? extends ConditionedStatus>> void await(
      Class<R> kind, String name, Predicate<ConditionedStatus> condition) {
    ((SimulatedAws) clients)
        .await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> kubernetes.resources(kind).inNamespace(NAMESPACE).withName(name).get(),
            object -> object.getStatus() != null && condition.test(object.getStatus()));
  }
}
