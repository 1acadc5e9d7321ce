package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.account.RetirementReservations.Granted;
import dev.amioperator.api.v1alpha1.AccountLimitsSpec;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.api.v1alpha1.AwsAccountStatus.Retired;
import dev.amioperator.api.v1alpha1.AwsAccountStatus.RetiredImage;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Policies that count retired images at once; the mock API server takes any version of a status.
 */
class RetirementReservationsIT {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final int LIMIT = 5;

  private final KubernetesClient kubernetes = ControlPlane.get().client();
  private final String name = "racing-" + UUID.randomUUID().toString().substring(0, 8);
  private final RetirementReservations reservations = new RetirementReservations(kubernetes);

  /** The operator of another test in this process may report on the account meanwhile. */
  @BeforeEach
  void createAccount() {
    AwsAccount account = Manifests.account(name);
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .limits(new AccountLimitsSpec(LIMIT))
            .build());
    kubernetes.resource(account).create();
    Retired begun = new Retired("2026-01-01T00:00:00Z", null);
    await()
        .ignoreExceptionsMatching(RetirementReservationsIT::isConflict)
        .until(
            () -> {
              AwsAccount created = read();
              AwsAccountStatus status = created.getStatus();
              created.setStatus(
                  status == null
                      ? new AwsAccountStatus(1L, "111122223333", null, begun, null)
                      : status.withRetired(begun));
              kubernetes.resource(created).lockResourceVersion().updateStatus();
              return true;
            });
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException refused
        && refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  @AfterEach
  void deleteAccount() {
    kubernetes.resources(AwsAccount.class).withName(name).delete();
  }

  @Test
  void grantsEachPlaceOnceToRacingPolicies() throws InterruptedException, ExecutionException {
    List<AwsAccount> cached = List.of(read());
    List<Future<Granted>> grants = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int policy = 0; policy < 8; policy++) {
        List<String> due = List.of("ami-%da".formatted(policy), "ami-%db".formatted(policy));
        grants.add(threads.submit(() -> reservations.reserve(cached, due, NOW)));
      }
    }
    Set<String> granted = new TreeSet<>();
    for (Future<Granted> grant : grants) {
      granted.addAll(grant.get().imageIds());
    }
    assertThat(granted).isNotEmpty().hasSizeLessThanOrEqualTo(LIMIT);
    assertThat(read().getStatus().retired().images())
        .extracting(RetiredImage::imageId)
        .containsExactlyInAnyOrderElementsOf(granted);
  }

  @Test
  void keepsTheRestOfTheAccount() {
    AwsAccount before = read();
    await()
        .until(
            () ->
                reservations.reserve(List.of(before), List.of("ami-1"), NOW).imageIds().size()
                    == 1);
    assertThat(read().getStatus().accountId()).isEqualTo(before.getStatus().accountId());
    assertThat(read().getSpec()).isEqualTo(before.getSpec());
  }

  private AwsAccount read() {
    return kubernetes.resources(AwsAccount.class).withName(name).get();
  }
}
