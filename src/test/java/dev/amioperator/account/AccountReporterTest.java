package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ownership.Installation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountReporterTest {
  private static final Installation FIRST = new Installation("a", "ami-operator");
  private static final Installation SECOND = new Installation("b", "ami-operator");

  @Test
  void firstInstallationWritesStatus() {
    AwsAccount account = account(2L, "example.com/other", FIRST.finalizer(), SECOND.finalizer());

    assertThat(AccountReporter.writesStatus(account, FIRST)).isTrue();
    assertThat(AccountReporter.writesStatus(account, SECOND)).isFalse();
  }

  @Test
  void secondWritesWhatFirstHasNotSeen() {
    for (Long observed : new Long[] {1L, null}) {
      AwsAccount account = account(observed, FIRST.finalizer(), SECOND.finalizer());

      assertThat(AccountReporter.writesStatus(account, SECOND)).isTrue();
    }
  }

  @Test
  void secondFollowsWhenFirstHasLeft() {
    assertThat(AccountReporter.writesStatus(account(2L, SECOND.finalizer()), SECOND)).isTrue();
  }

  private static AwsAccount account(Long observed, String... finalizers) {
    AwsAccount account = new AwsAccount();
    account.setMetadata(
        new ObjectMetaBuilder()
            .withName("shared")
            .withGeneration(2L)
            .withFinalizers(List.of(finalizers))
            .build());
    account.setStatus(new AwsAccountStatus(observed, "111122223333", null, null, List.of()));
    return account;
  }
}
