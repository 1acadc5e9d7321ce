package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.ssm.ParameterLookup.Selected;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;

/** Reads and deletions of SSM parameters. */
public final class Parameters {
  private static final int PAGE = 50;
  private static final int PATH_PAGE = 10;

  /**
   * GetParameter, in the newest version, by {@code NAME:VERSION} or by {@code NAME:LABEL}.
   *
   * @throws ApiError {@code ParameterNotFound}, {@code ParameterVersionNotFound}
   */
  public GetParameterResponse get(Call call, GetParameterRequest request) {
    Selected found =
        ParameterLookup.find(call, request.name())
            .orElseThrow(() -> ParameterLookup.noSuch(call, request.name()));
    return GetParameterResponse.builder()
        .parameter(ParameterViews.show(call, found, request.withDecryption()))
        .build();
  }

  /** GetParameters: unknown SSM parameters are listed as invalid. */
  public GetParametersResponse get(Call call, GetParametersRequest request) {
    List<software.amazon.awssdk.services.ssm.model.Parameter> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : request.names()) {
      ParameterLookup.find(call, name)
          .ifPresentOrElse(
              selected -> found.add(ParameterViews.show(call, selected, request.withDecryption())),
              () -> missing.add(name));
    }
    return GetParametersResponse.builder().parameters(found).invalidParameters(missing).build();
  }

  /**
   * GetParametersByPath: the SSM parameters below a path, of the caller or of AWS.
   *
   * @throws ApiError {@code ValidationException}, {@code InvalidFilterKey}, {@code
   *     InvalidFilterOption}, {@code InvalidNextToken}
   */
  public GetParametersByPathResponse byPath(Call call, GetParametersByPathRequest request) {
    String path = request.path();
    if (path == null || !path.startsWith("/")) {
      throw new ApiError(
          "ValidationException",
          "The parameter doesn't meet the parameter name requirements. The parameter name must"
              + " begin with a forward slash \"/\".");
    }
    String prefix = path.endsWith("/") ? path : path + "/";
    boolean recursive = Boolean.TRUE.equals(request.recursive());
    NavigableMap<String, Selected> below = new TreeMap<>();
    String owner = Parameter.ownerOf(call.accountId(), prefix);
    call.authorize(
        ParameterLookup.arn(call, owner, prefix.substring(0, prefix.length() - 1)),
        Map.of(),
        RequestContext.of(Map.of("ssm:Recursive", String.valueOf(recursive))));
    ParameterFilters filters = ParameterFilters.ofPath(request.parameterFilters());
    call.region().parameters().ownedBy(owner).tailMap(prefix, true).values().stream()
        .filter(parameter -> ParameterFilters.below(parameter.name(), prefix, recursive))
        .flatMap(parameter -> filters.select(call, parameter).stream())
        .forEach(selected -> below.put(selected.parameter().name(), selected));
    ParameterPage<Selected> page =
        ParameterPage.of(below, request.maxResults(), PATH_PAGE, request.nextToken());
    return GetParametersByPathResponse.builder()
        .parameters(
            page.items().stream()
                .map(found -> ParameterViews.show(call, found, request.withDecryption()))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * DescribeParameters: the SSM parameters of the caller, without their values.
   *
   * @throws ApiError {@code ValidationException}, {@code InvalidFilterKey}, {@code
   *     InvalidFilterOption}, {@code InvalidNextToken}
   */
  public DescribeParametersResponse describe(Call call, DescribeParametersRequest request) {
    Predicate<Parameter> passes =
        ParameterFilters.ofDescribe(call, request.filters(), request.parameterFilters());
    NavigableMap<String, Parameter> own = call.region().parameters().ownedBy(call.accountId());
    own.values().removeIf(parameter -> parameter.current(call.now()) == null);
    own.values().removeIf(passes.negate());
    ParameterPage<Parameter> page =
        ParameterPage.of(own, request.maxResults(), PAGE, request.nextToken());
    return DescribeParametersResponse.builder()
        .parameters(
            page.items().stream()
                .map(parameter -> ParameterViews.metadata(call, parameter))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * GetParameterHistory: the versions of an SSM parameter with their labels, oldest first.
   *
   * @throws ApiError {@code ParameterNotFound}, {@code InvalidNextToken}
   */
  public GetParameterHistoryResponse history(Call call, GetParameterHistoryRequest request) {
    Parameter parameter = ParameterLookup.require(call, request.name());
    NavigableMap<String, Parameter.Version> versions = new TreeMap<>();
    parameter
        .versions(call.now())
        .forEach((number, version) -> versions.put("%010d".formatted(number), version));
    ParameterPage<Parameter.Version> page =
        ParameterPage.of(versions, request.maxResults(), PAGE, request.nextToken());
    return GetParameterHistoryResponse.builder()
        .parameters(
            page.items().stream()
                .map(
                    version -> ParameterViews.history(parameter, version, request.withDecryption()))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * DeleteParameter.
   *
   * @throws ApiError {@code ParameterNotFound}
   */
  public DeleteParameterResponse delete(Call call, DeleteParameterRequest request) {
    call.region()
        .parameters()
        .remove(
            ParameterLookup.own(call, request.name())
                .orElseThrow(() -> ParameterLookup.notFound(request.name())));
    return DeleteParameterResponse.builder().build();
  }

  /** DeleteParameters: unknown SSM parameters are listed as invalid. */
  public DeleteParametersResponse delete(Call call, DeleteParametersRequest request) {
    List<String> deleted = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : request.names()) {
      Optional<Parameter> found = ParameterLookup.own(call, name);
      found.ifPresent(call.region().parameters()::remove);
      (found.isPresent() ? deleted : missing).add(name);
    }
    return DeleteParametersResponse.builder()
        .deletedParameters(deleted)
        .invalidParameters(missing)
        .build();
  }
}
