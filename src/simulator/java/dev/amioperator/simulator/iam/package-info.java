/**
 * IAM policies: their documents, their evaluation, and what AWS's Service Authorization Reference
 * says about each action. It knows neither the state of the simulated AWS nor the SDK.
 */
package dev.amioperator.simulator.iam;
