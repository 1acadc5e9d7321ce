package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.testing.OperatorPermissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each feature without each of its statements: the object's message names the missing permission
 * and the account. With the statement the same calls are allowed.
 */
class StatementRemovedTest {
  /** A statement of a policy file. */
  record Removed(String file, String sid) {
    @Override
    public String toString() {
      return file + " without " + sid;
    }
  }

  static List<Removed> statements() throws IOException {
    List<Removed> statements = new ArrayList<>();
    for (String file : OperatorPermissions.files()) {
      for (JsonNode statement : IamPolicy.read(file).statements()) {
        Removed removed = new Removed(file, statement.get("Sid").asText());
        if (!OperatorPermissions.NOT_SIMULATED.containsKey(removed.sid())) {
          statements.add(removed);
        }
      }
    }
    return statements;
  }

  @Test
  void hasCallsForEveryStatement() throws IOException {
    assertThat(statements().stream().map(Removed::sid))
        .containsOnlyElementsOf(PermittedCalls.BY_STATEMENT.keySet());
  }

  @ParameterizedTest
  @MethodSource("statements")
  void namesMissingPermissionAndAccount(Removed removed) throws IOException {
    for (PermittedCalls.Call call : PermittedCalls.BY_STATEMENT.get(removed.sid())) {
      PolicyEnvironment calls = PolicyEnvironment.with(files(removed), removed.sid());

      Ec2CallException denied =
          catchThrowableOfType(Ec2CallException.class, () -> call.send().accept(calls));

      assertThat(denied).as(call.permission()).isNotNull();
      assertThat(denied.errorClass()).as(denied.summary()).isEqualTo(ErrorClass.DENIED);
      ReadyState state = ErrorReasons.readyState(denied);
      assertThat(state).isInstanceOf(ReadyState.Stalled.class);
      assertThat(state.message())
          .contains("permission " + call.permission(), "account " + PolicyEnvironment.ACCOUNT);
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void allowsCallsWithStatement(Removed kept) throws IOException {
    for (PermittedCalls.Call call : PermittedCalls.BY_STATEMENT.get(kept.sid())) {
      PolicyEnvironment calls = PolicyEnvironment.with(files(kept), "");

      assertThat(catchThrowableOfType(Ec2CallException.class, () -> call.send().accept(calls)))
          .as(call.permission())
          .isNull();
    }
  }

  /**
   * Permissions that AWS asks for after another one of the same statement. {@link
   * ReferenceProbeTest} removes those of references singly.
   */
  private static final Set<String> ASKED_SECOND =
      Set.of(
          "ec2:GetEbsDefaultKmsKeyId",
          "ec2:DescribeLaunchTemplateVersions",
          "ssm:DescribeParameters",
          "imagebuilder:ListImageRecipes",
          "imagebuilder:ListContainerRecipes",
          "imagebuilder:GetContainerRecipe",
          "rbin:GetRule",
          "sts:TagSession");

  /** The cases cover every action of the statement. */
  @ParameterizedTest
  @MethodSource("statements")
  void coversEveryAction(Removed removed) throws IOException {
    JsonNode statement =
        IamPolicy.read(removed.file()).statements().stream()
            .filter(s -> s.get("Sid").asText().equals(removed.sid()))
            .findFirst()
            .orElseThrow();

    assertThat(
            PermittedCalls.BY_STATEMENT.get(removed.sid()).stream()
                .map(PermittedCalls.Call::permission))
        .as("a call for each action")
        .containsAll(
            IamPolicy.texts(statement.get("Action")).stream()
                .filter(action -> !ASKED_SECOND.contains(action))
                .toList());
  }

  /** The feature itself, with observe, which every role has. */
  private static List<String> files(Removed removed) {
    return Stream.of("observe.json", removed.file()).distinct().toList();
  }
}
