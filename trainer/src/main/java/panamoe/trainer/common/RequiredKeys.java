package panamoe.trainer.common;

import java.util.Optional;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Makes every key of a record required, except those of type {@link Optional}. Jackson's own feature would require these too. */
public final class RequiredKeys extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return member.getRawType() != Optional.class;
    }
}
