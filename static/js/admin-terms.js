/**
 * The rich text editor's button "Word in the glossary": marks the selected words, or puts in the word itself
 * where none are selected. Loaded by the editor only, after Wagtail's own scripts.
 */
(() => {
  const { draftail, DraftJS, React } = window;

  /** Asks which word of the glossary is meant. Wagtail opens its chooser; what it offers is this person's. */
  class TermSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.terms,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    onChosen({ id, string }) {
      const { editorState, entityType, onComplete } = this.props;
      const selection = editorState.getSelection();
      const content = editorState.getCurrentContent()
        .createEntity(entityType.type, 'MUTABLE', { id, word: string });
      const entity = content.getLastCreatedEntityKey();
      const marked = selection.isCollapsed()
        ? DraftJS.Modifier.insertText(content, selection, string, null, entity)
        : DraftJS.Modifier.applyEntity(content, selection, entity);
      const change = selection.isCollapsed() ? 'insert-characters' : 'apply-entity';
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, marked, change));
    }
  }

  /** A marked word, with Wagtail's own buttons to choose another or to take the mark away. */
  const MarkedWord = (props) => {
    const { word } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(
      'span',
      { className: 'marked-word' },
      React.createElement(draftail.TooltipEntity, {
        ...props, icon: `#icon-${word ? 'openquote' : 'warning'}`, label: word || '?',
      }),
    );
  };

  draftail.registerPlugin({ type: 'TERM', source: TermSource, decorator: MarkedWord }, 'entityTypes');
})();
