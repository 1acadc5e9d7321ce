/**
 * How EC2 behaves, case by case and each with its source. The cases know only an Ec2Client, so that
 * the same ones run in process and over the wire.
 */
package dev.amioperator.simulator.conformance;
