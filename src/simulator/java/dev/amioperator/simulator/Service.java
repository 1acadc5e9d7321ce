package dev.amioperator.simulator;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.ErrorDialect;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.imagebuilder.model.ImagebuilderException;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.rbin.model.RbinException;
import software.amazon.awssdk.services.rbin.model.ResourceNotFoundException;
import software.amazon.awssdk.services.rbin.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.rbin.model.ValidationException;
import software.amazon.awssdk.services.ssm.model.AccessDeniedException;
import software.amazon.awssdk.services.ssm.model.HierarchyTypeMismatchException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterOptionException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterValueException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceTypeException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMaxVersionLimitExceededException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterPatternMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionLabelLimitExceededException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.ThrottlingException;
import software.amazon.awssdk.services.sts.model.StsException;

/** Simulated AWS services, and the exceptions that the SDK throws for each. */
enum Service {
  EC2("Ec2", ErrorDialect.EC2, Ec2Exception::builder, Map.of()),
  STS("Sts", ErrorDialect.QUERY, StsException::builder, Map.of()),
  SSM(
      "Ssm",
      ErrorDialect.JSON,
      SsmException::builder,
      Map.ofEntries(
          Map.entry("AccessDeniedException", AccessDeniedException::builder),
          Map.entry("ThrottlingException", ThrottlingException::builder),
          Map.entry("ParameterNotFound", ParameterNotFoundException::builder),
          Map.entry("ParameterVersionNotFound", ParameterVersionNotFoundException::builder),
          Map.entry("ParameterAlreadyExists", ParameterAlreadyExistsException::builder),
          Map.entry("HierarchyTypeMismatchException", HierarchyTypeMismatchException::builder),
          Map.entry("InvalidResourceId", InvalidResourceIdException::builder),
          Map.entry("InvalidResourceType", InvalidResourceTypeException::builder),
          Map.entry("InvalidFilterKey", InvalidFilterKeyException::builder),
          Map.entry("InvalidFilterOption", InvalidFilterOptionException::builder),
          Map.entry("InvalidFilterValue", InvalidFilterValueException::builder),
          Map.entry("InvalidNextToken", InvalidNextTokenException::builder),
          Map.entry(
              "ParameterVersionLabelLimitExceeded",
              ParameterVersionLabelLimitExceededException::builder),
          Map.entry(
              "ParameterMaxVersionLimitExceeded",
              ParameterMaxVersionLimitExceededException::builder),
          Map.entry(
              "ParameterPatternMismatchException", ParameterPatternMismatchException::builder))),
  KMS(
      "Kms",
      ErrorDialect.KMS,
      KmsException::builder,
      Map.of(
          "NotFoundException", NotFoundException::builder,
          "AlreadyExistsException", AlreadyExistsException::builder,
          "InvalidAliasNameException", InvalidAliasNameException::builder,
          "MalformedPolicyDocumentException", MalformedPolicyDocumentException::builder)),
  RBIN(
      "Rbin",
      ErrorDialect.JSON,
      RbinException::builder,
      Map.of(
          "ResourceNotFoundException", ResourceNotFoundException::builder,
          "ServiceQuotaExceededException", ServiceQuotaExceededException::builder,
          "ValidationException", ValidationException::builder)),
  IMAGEBUILDER("Imagebuilder", ErrorDialect.JSON, ImagebuilderException::builder, Map.of()),
  AUTOSCALING("AutoScaling", ErrorDialect.QUERY, AutoScalingException::builder, Map.of()),
  BATCH("Batch", ErrorDialect.JSON, BatchException::builder, Map.of());

  private final String sdkName;
  private final ErrorDialect errorDialect;
  private final Supplier<? extends AwsServiceException.Builder> defaultException;
  private final Map<String, Supplier<? extends AwsServiceException.Builder>> exceptionsByCode;

  Service(
      String sdkName,
      ErrorDialect errorDialect,
      Supplier<? extends AwsServiceException.Builder> defaultException,
      Map<String, Supplier<? extends AwsServiceException.Builder>> exceptionsByCode) {
    this.sdkName = sdkName;
    this.errorDialect = errorDialect;
    this.defaultException = defaultException;
    this.exceptionsByCode = exceptionsByCode;
  }

  /** Name of the AWS service in the journal, such as {@code ec2}. */
  String servicePrefix() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Error codes and messages of the AWS service for denials and throttling. */
  ErrorDialect errorDialect() {
    return errorDialect;
  }

  /** Exception that the SDK client of the AWS service throws for this error. */
  AwsServiceException exception(ApiError error, String requestId) {
    AwsServiceException.Builder exception =
        exceptionsByCode.containsKey(error.code())
            ? exceptionsByCode.get(error.code()).get()
            : defaultException.get();
    return exception
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(sdkName)
                .errorCode(error.code())
                .errorMessage(error.getMessage())
                .sdkHttpResponse(SdkHttpResponse.builder().statusCode(error.status()).build())
                .build())
        .message(error.getMessage())
        .statusCode(error.status())
        .requestId(requestId)
        .build();
  }
}
