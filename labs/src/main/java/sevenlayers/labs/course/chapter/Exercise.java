package sevenlayers.labs.course.chapter;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The task at the end of a chapter. The student changes one file; the outcome is judged, not the way.
 *
 * @param start the file as the student finds it
 * @param allows the sections of that file, each with the fields that may stand in it
 * @param solutions files that must pass, by name
 * @param wrong files that must not pass, by name; the start is another one
 */
public record Exercise(
        Path start,
        Map<String, Set<String>> allows,
        Body body,
        List<Step.Figure> figures,
        List<Check> checks,
        Map<String, Map<String, Object>> solutions,
        Map<String, Map<String, Object>> wrong) {

    /**
     * A student's file, checked against what may stand in it.
     *
     * @throws SchemaProblem if something else stands in it
     */
    public Map<String, Object> answer(Path file) {
        YamlNode node = YamlNode.read(file).only(allows.keySet());
        node.map().forEach((section, fields) -> fields.only(allows.getOrDefault(section, Set.of())));
        return node.rawMap();
    }
}
