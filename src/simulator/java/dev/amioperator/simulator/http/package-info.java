/** HTTP serving for the AWS endpoint and the admin API. */
package dev.amioperator.simulator.http;
