/** What the tests drive at: fake pods, and a lab of names that they have. */
package sevenlayers.client.lab;
